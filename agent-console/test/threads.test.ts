import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../src/store/outgoing.ts';
import { fromSnapshot, loaded, newThread, olderLoaded, reduceThread, withSignal, withStored } from '../src/store/threads.ts';
import type { Thread } from '../src/store/threads.ts';
import { timelineOf } from '../src/store/timeline.ts';
import { aMessage, anEvent } from './samples.ts';
import { actions, play } from './world.ts';

const day = (at: string): string => at.slice(0, 10);
const seqs = (thread: Thread): number[] => thread.messages.map((message) => message.seq);
const ready = (...messages: number[]): Thread => loaded(newThread(7), messages.map((seq) => aMessage(seq)), Math.max(0, ...messages), 50);

describe('the property: thread at n + events n+1..m == thread at m', () => {
  it('holds for every cut, also when the events before n are replayed', () => {
    fc.assert(fc.property(actions, fc.nat(), fc.nat(), fc.nat(), (played, a, b, c) => {
      const steps = play(played).filter((step) => step.event.ticket === 1);
      if (steps.length === 0) return;
      const [n, m] = [a % steps.length, b % steps.length].sort((x, y) => x - y) as [number, number];
      const from = steps[n]!;
      const replayFrom = c % (n + 1);

      let thread = fromSnapshot(newThread(1), from.seq, { messages: from.after.messages.get(1) ?? [] }, 50);
      for (const step of steps.slice(replayFrom, m + 1)) thread = reduceThread(thread, step.seq, step.event);

      expect(thread.messages).toEqual(steps[m]!.after.messages.get(1));
      expect(thread.asOf).toBe(steps[m]!.seq);
    }), { numRuns: 300 });
  });
});

describe('a thread', () => {
  it('keeps the trace of what happened before it was read, and nothing of its effect', () => {
    const thread = ready(4, 5);
    const replayed = reduceThread(thread, 3, anEvent('status.changed', { number: 7, rev: 2, from: 'new', to: 'open' }));

    expect(replayed.happenings.map((happening) => happening.seq)).toEqual([3]);
    expect(replayed.asOf).toBe(5);
    expect(reduceThread(replayed, 4, anEvent('message.created', aMessage(4, { text: 'changed' }))).messages[0]?.text).toBe('text 4');
  });

  it('shows a message once, whether its event or the answer of its send comes first', () => {
    const sent = aMessage(6, { direction: 'outbound' });
    const eventFirst = withStored(reduceThread(ready(5), 6, anEvent('message.created', sent)), sent);
    const answerFirst = reduceThread(withStored(ready(5), sent), 6, anEvent('message.created', sent));

    expect(seqs(eventFirst)).toEqual([5, 6]);
    expect(seqs(answerFirst)).toEqual([5, 6]);
  });

  it('pages back without doubling, and knows where it began', () => {
    const full = loaded(newThread(7), Array.from({ length: 3 }, (_, n) => aMessage(n + 10)), 12, 3);
    expect(full.hasOlder).toBe(true);

    const older = olderLoaded(full, [aMessage(8), aMessage(9), aMessage(10)], 3);
    expect(seqs(older)).toEqual([8, 9, 10, 11, 12]);
    expect(olderLoaded(older, [aMessage(7)], 3).hasOlder).toBe(false);
  });

  it('keeps older pages when the newest is read again, but leaves no gap', () => {
    const known = olderLoaded(loaded(newThread(7), [aMessage(10), aMessage(11)], 11, 2), [aMessage(8), aMessage(9)], 2);

    expect(seqs(loaded(known, [aMessage(11), aMessage(12)], 12, 2))).toEqual([8, 9, 10, 11, 12]);
  });

  it('takes deliveries, drops what was moved away, and asks to be read again for what was moved in', () => {
    const delivered = reduceThread(ready(5), 6, anEvent('message.delivery', { message: 'm5', ticket: 7, delivery: { state: 'read' } }));
    const movedOut = reduceThread(delivered, 7, anEvent('message.moved', { message: 'm5', from: 7, to: 8 }));
    const movedIn = reduceThread(movedOut, 8, anEvent('message.moved', { message: 'm9', from: 8, to: 7 }));

    expect(delivered.messages[0]?.delivery?.state).toBe('read');
    expect(movedOut.messages).toEqual([]);
    expect(movedIn.isStale).toBe(true);
  });

  it('believes typing for six seconds, and not after the message came', () => {
    const typing = withSignal(ready(5), { t: 'typing', topic: 'ticket:7', on: true, by: { k: 'visitor' } }, 1_000);
    expect(typing.typingUntil).toBe(7_000);

    expect(reduceThread(typing, 6, anEvent('message.created', aMessage(6))).typingUntil).toBe(0);
    expect(withSignal(typing, { t: 'typing', topic: 'ticket:7', on: false, by: { k: 'visitor' } }, 2_000).typingUntil).toBe(0);
  });
});

describe('the timeline', () => {
  const outgoing = (change: Partial<Outgoing> = {}): Outgoing => ({
    key: 'k', ticket: 7, kind: 'reply', text: 'hello', attachments: [], author: '王小明', authorId: 'a1', lastSeen: 5, after: 5,
    at: '2026-11-21T10:00:09.000Z', force: false, state: { type: 'sending' }, ...change,
  });

  it('puts days, follow-ups and folded happenings in order', () => {
    const base = loaded(newThread(7), [aMessage(2), aMessage(3), aMessage(6, { sentAt: '2026-11-22T09:00:00.000Z' })], 6, 50);
    const events = [4, 5].reduce(
      (thread, seq) => reduceThread(thread, seq, anEvent('status.changed', { number: 7, rev: seq, from: 'open', to: 'pending' })), base);
    const rows = timelineOf(events, [], day);

    expect(rows.map((row) => row.type)).toEqual(['day', 'message', 'message', 'happenings', 'day', 'message']);
    expect(rows[2]).toMatchObject({ isFollowUp: true });
    expect(rows[3]).toMatchObject({ happenings: [{ seq: 4 }, { seq: 5 }] });
  });

  it('ends with what is on its way, until the thread has it', () => {
    expect(timelineOf(ready(5), [outgoing()], day).at(-1)).toMatchObject({ type: 'outgoing' });

    const arrived = reduceThread(ready(5), 6, anEvent('message.created', aMessage(6, { direction: 'outbound', text: 'hello', author: { kind: 'agent', name: '王小明' } })));
    expect(timelineOf(arrived, [outgoing()], day).filter((row) => row.type === 'outgoing')).toEqual([]);
  });

  it('never hides words that failed, even if the same were sent before', () => {
    const same = aMessage(6, { direction: 'outbound', text: 'hello', author: { kind: 'agent', name: '王小明' } });
    const rows = timelineOf(reduceThread(ready(5), 6, anEvent('message.created', same)), [outgoing({ state: { type: 'failed', code: 'network' } })], day);

    expect(rows.at(-1)).toMatchObject({ type: 'outgoing' });
  });
});
