import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Malformed, parseFrames, parseSubAnswer } from '../src/link/protocol.ts';

interface Golden {
  readonly name: string;
  readonly direction: 'c2s' | 's2c';
  readonly frame: unknown;
}

const FOLDER = join(import.meta.dirname, '../fixtures');
const GOLDEN = readdirSync(FOLDER).flatMap((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Golden[]);
const golden = (name: string): string => {
  const found = GOLDEN.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`no golden frame "${name}"`);
  return JSON.stringify(found.frame);
};
const KINDS = ['ticket.created', 'ticket.updated', 'message.created inbound', 'message.created by mail', 'message.moved', 'message.delivery', 'assignment.changed', 'status.changed', 'note.created', 'tickets.merged'];

describe('golden frames', () => {
  it.each(GOLDEN.filter((entry) => entry.direction === 's2c').map((entry) => [entry.name, entry.frame]))('%s is understood', (_, frame) => {
    const frames = parseFrames(JSON.stringify(frame));

    expect(frames).toHaveLength(Array.isArray(frame) ? frame.length : 1);
    for (const [index, parsed] of frames.entries()) {
      const raw = (Array.isArray(frame) ? frame[index] : frame) as { t: string; d?: { k?: string } };
      if (raw.d?.k === 'sla.warning') expect(parsed).toEqual({ t: 'skip', topic: 'inbox:web', s: 324, kind: 'sla.warning' });
      else expect(parsed.t).toBe(raw.t === 'offer' ? 'unknown' : raw.t);
      if (parsed.t === 'ok') expect(() => parseSubAnswer(parsed.d)).not.toThrow();
    }
  });

  it('cover every kind of event with its data untouched', () => {
    for (const name of KINDS) {
      const raw = JSON.parse(golden(name)) as { topic: string; s: number; d: object };
      const [frame] = parseFrames(golden(name));

      expect(frame).toEqual({ t: 'ev', topic: raw.topic, s: raw.s, event: raw.d });
    }
  });

  it('have unique names, and an answer for each request', () => {
    expect(new Set(GOLDEN.map((entry) => entry.name)).size).toBe(GOLDEN.length);
    const types = (direction: string): Set<unknown> => new Set(GOLDEN.filter((entry) => entry.direction === direction).map((entry) => (entry.frame as { t?: string }).t));
    expect(types('c2s')).toEqual(new Set(['auth', 'sub', 'unsub', 'view', 'pong']));
    for (const t of ['ok', 'err', 'ev', 'skip', 'unsub', 'granted', 'viewers', 'typing', 'presence', 'ping', 'bye']) expect(types('s2c')).toContain(t);
  });

  it('read the answers of sub', () => {
    const answers = ['sub ok from now on', 'sub ok, the missing events follow', 'sub ok with the snapshot of an inbox', 'sub ok with the snapshot of a ticket']
      .map((name) => parseSubAnswer((JSON.parse(golden(name)) as { d: Record<string, unknown> }).d));

    expect(answers.map((answer) => [answer.epoch, answer.seq, answer.recovered])).toEqual([['k1', 310, undefined], ['k1', 318, true], ['k2', 12, false], ['k2', 2, false]]);
    expect(answers[2]?.snapshot?.tickets?.[0]?.number).toBe(48213);
    expect(answers[3]?.snapshot?.messages?.[0]?.text).toBe('你好');
  });
});

describe('malformed frames', () => {
  const event = JSON.parse(golden('message.created inbound')) as Record<string, unknown> & { d: Record<string, unknown> };
  const withData = (change: object): unknown => ({ ...event, d: { ...event.d, data: { ...(event.d['data'] as object), ...change } } });
  const cases: [string, unknown, string][] = [
    ['half a frame', '{"t":"ev","topic', 'frame: expected JSON'],
    ['a binary frame', new ArrayBuffer(2), 'frame: expected text, found binary'],
    ['a number', '7', 'envelope: expected an object, found number'],
    ['an array in an array', '[[{"t":"pong"}]]', 'envelope: expected an object, found an array'],
    ['no type', '{"d":{}}', 't: expected a string, found undefined'],
    ['an array where d is due', '{"t":"ping","d":[]}', 'd: expected an object, found an array'],
    ['a string where d is due', '{"t":"ok","re":1,"d":"x"}', 'd: expected an object, found string'],
    ['null where d is due', '{"t":"ok","re":1,"d":null}', 'd: expected an object, found null'],
    ['an answer to nothing', '{"t":"ok","d":{}}', 're: expected a whole number, found undefined'],
    ['a position that is a text', JSON.stringify({ ...event, s: '12' }), 's: expected a whole number, found string'],
    ['a negative position', JSON.stringify({ ...event, s: -1 }), 's: expected a whole number, found number'],
    ['a fractional position', '{"t":"skip","topic":"me","s":1.5}', 's: expected a whole number, found number'],
    ['an event without topic', JSON.stringify({ ...event, topic: undefined }), 'topic: expected a string, found undefined'],
    ['an event without data', JSON.stringify({ ...event, d: { ...event.d, data: undefined } }), 'data: expected an object, found undefined'],
    ['a message without seq', JSON.stringify(withData({ seq: null })), 'seq: expected a whole number, found null'],
    ['a message without direction', JSON.stringify(withData({ direction: undefined })), 'direction: expected a string, found undefined'],
    ['attachments that are no list', JSON.stringify(withData({ attachments: {} })), 'attachments: expected an array, found object'],
    ['a head that is no number', '{"t":"ping","d":{"heads":{"inbox:web":"9"}}}', 'inbox:web: expected a whole number, found string'],
    ['viewers that are no list', '{"t":"viewers","topic":"ticket:1","d":{"viewers":{}}}', 'viewers: expected an array, found object'],
    ['too long a batch', JSON.stringify(Array.from({ length: 51 }, () => ({ t: 'ping', d: {} }))), 'frame: expected at most 50 envelopes, found 51'],
  ];

  it.each(cases)('%s is refused with where, expected and found', (_, data, text) => {
    expect(() => parseFrames(data)).toThrow(new Malformed(text));
  });

  it('say nothing of the customer’s words', () => {
    const problem = (() => {
      try {
        parseFrames(JSON.stringify(withData({ text: '密码是 123', seq: 'x' })));
      } catch (failure) {
        return failure as Error;
      }
      return undefined;
    })();

    expect(problem).toBeInstanceOf(Malformed);
    expect(problem?.message).not.toContain('123');
  });

  it('are not those that a newer server has widened: they count as a position', () => {
    expect(parseFrames(JSON.stringify(withData({ direction: 'sideways' })))).toEqual([{ t: 'skip', topic: 'inbox:web', s: 312, kind: 'message.created' }]);
    const snapshot = parseSubAnswer({ epoch: 'k', seq: 1, recovered: false, snapshot: { messages: [{ ...(event.d['data'] as object), direction: 'sideways' }] } }).snapshot;
    expect(snapshot).toEqual({ messages: [] });
  });

  it('do not mistake members of objects for kinds', () => {
    expect(parseFrames(JSON.stringify({ ...event, d: { ...event.d, k: 'constructor' } }))).toEqual([{ t: 'skip', topic: 'inbox:web', s: 312, kind: 'constructor' }]);
  });
});
