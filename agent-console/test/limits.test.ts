import { describe, expect, it } from 'vitest';
import { measured, windowAt } from '../src/model/limits.ts';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const grant = (minutes: number, left: number | null) => ({ until: new Date(NOW + minutes * 60_000).toISOString(), left });

describe('how long a reply is', () => {
  it('is counted in the channel’s unit', () => {
    expect(measured({ unit: 'utf8-bytes', most: 2048, files: 0, fileTypes: [] }, '好a')).toBe(4);
    expect(measured({ unit: 'characters', most: 10, files: 0, fileTypes: [] }, '好a😀')).toBe(3);
  });

  it.each([['', 0], ['a'.repeat(160), 1], ['a'.repeat(161), 2], ['a'.repeat(152) + '€' + 'a'.repeat(152), 3], ['好'.repeat(71), 2]])(
    'is so many segments of an SMS, as the server cuts it: %#', (text, expected) => {
      expect(measured({ unit: 'sms-segments', most: 10, files: 0, fileTypes: [] }, text)).toBe(expected);
    });
});

describe('the reply window', () => {
  it('is none where the channel has none', () => {
    expect(windowAt(null, NOW)).toBeNull();
    expect(windowAt(undefined, NOW)).toBeNull();
  });

  it('is told by the grant that lasts longest', () => {
    expect(windowAt({ closed: null, grants: [grant(1, 3), grant(2880, 5)] }, NOW)).toMatchObject({ open: true, left: 5 });
  });

  it('is over when its grants have ended or are used up', () => {
    expect(windowAt({ closed: null, grants: [grant(-1, 3), grant(5, 0)] }, NOW)).toEqual({ open: false, reason: 'over' });
  });

  it('is shut with its reason', () => {
    expect(windowAt({ closed: 'unfollowed', grants: [] }, NOW)).toEqual({ open: false, reason: 'unfollowed' });
  });

  it('may be without an end', () => {
    expect(windowAt({ closed: null, grants: [{ until: null, left: null }] }, NOW)).toEqual({ open: true, left: null, until: null });
  });
});
