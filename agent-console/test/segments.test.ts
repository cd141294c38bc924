import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../src/model/segments.ts';

interface Vector {
  readonly name: string;
  /** Pieces and how often each comes. */
  readonly text: readonly (readonly [string, number])[];
  readonly encoding: string;
  readonly units: number;
  readonly segments: number;
  readonly left: number;
}

/** The same file as the server's test reads: both must count alike. */
const FILE = join(import.meta.dirname, '../../connectors/src/test/resources/tributary/connector/sms/segments.json');
const VECTORS = JSON.parse(readFileSync(FILE, 'utf8')) as Vector[];

describe('the parts of a short message', () => {
  it.each(VECTORS.map((vector) => [vector.name, vector] as const))('are counted: %s', (_, vector) => {
    const text = vector.text.map(([piece, times]) => piece.repeat(times)).join('');

    expect(segmentsOf(text)).toEqual({ encoding: vector.encoding, units: vector.units, segments: vector.segments, left: vector.left });
  });

  it('are counted after composing characters and line ends, as the server sends them', () => {
    expect(segmentsOf('e\u0301\r\n')).toEqual({ encoding: 'gsm7', units: 2, segments: 1, left: 158 });
  });
});
