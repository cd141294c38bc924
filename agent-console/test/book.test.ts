import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '../src/link/frames.ts';
import type { Ticket } from '../src/model/ticket.ts';
import { EMPTY_BOOK, newestFirst, pruned, withAnswer, withEvents, withoutInbox, withSnapshot, withWritten } from '../src/store/book.ts';
import type { Book } from '../src/store/book.ts';
import { aMessage, aTicket, anEvent } from './samples.ts';
import { actions, play } from './world.ts';

/** `seq` moves with every event on the server, but the inbox topic tells it only with messages: not part of the comparison. */
const ticketsOf = (book: Book): Ticket[] => [...book.entries.values()].map((entry) => ({ ...entry.ticket, seq: 0 })).sort((a, b) => a.number - b.number);
const placed = (s: number, event: TicketEvent) => ({ topic: 'inbox:web', s, event });

describe('the property: state at n + events n+1..m == state at m', () => {
  const cut = fc.tuple(actions, fc.nat(), fc.nat());

  it('holds for a snapshot', () => {
    fc.assert(fc.property(cut, ([played, a, b]) => {
      const steps = play(played);
      if (steps.length === 0) return;
      const [n, m] = [a % steps.length, b % steps.length].sort((x, y) => x - y) as [number, number];
      const from = steps[n]!;
      const to = steps[m]!;

      const start = withSnapshot(EMPTY_BOOK, 'web', from.position, [...from.after.tickets.values()]);
      const end = withEvents(start, steps.slice(n + 1, m + 1).map((step) => placed(step.position, step.event)));

      expect(ticketsOf(end)).toEqual([...to.after.tickets.values()].map((ticket) => ({ ...ticket, seq: 0 })).sort((x, y) => x.number - y.number));
    }), { numRuns: 300 });
  });

  it('holds for a REST answer with heads, whichever events come around it', () => {
    fc.assert(fc.property(cut, ([played, a, b]) => {
      const steps = play(played);
      if (steps.length === 0) return;
      const subscribedAt = a % steps.length;
      const readAt = b % steps.length;
      const read = steps[readAt]!;
      const last = steps.at(-1)!;

      // Events from the subscription on, and somewhere among them an answer that was read at `readAt`.
      let book = withSnapshot(EMPTY_BOOK, 'web', steps[subscribedAt]!.position, [...steps[subscribedAt]!.after.tickets.values()]);
      const rest = steps.slice(subscribedAt + 1);
      const half = Math.floor(rest.length / 2);
      book = withEvents(book, rest.slice(0, half).map((step) => placed(step.position, step.event)));
      book = withAnswer(book, [...read.after.tickets.values()], { 'inbox:web': read.position });
      book = withEvents(book, rest.slice(half).map((step) => placed(step.position, step.event)));

      expect(ticketsOf(book)).toEqual([...last.after.tickets.values()].map((ticket) => ({ ...ticket, seq: 0 })).sort((x, y) => x.number - y.number));
    }), { numRuns: 300 });
  });

  it('holds when every event comes twice', () => {
    fc.assert(fc.property(actions, (played) => {
      const steps = play(played);
      const events = steps.map((step) => placed(step.position, step.event));

      expect(withEvents(withEvents(EMPTY_BOOK, events), events)).toEqual(withEvents(EMPTY_BOOK, events));
    }));
  });
});

describe('a ticket', () => {
  const book = withAnswer(EMPTY_BOOK, [aTicket(7, { rev: 3 })], { 'inbox:web': 10 });
  const ticket = (changed: Book): Ticket | undefined => changed.entries.get(7)?.ticket;

  it('takes no event at or below the head of the answer it came with', () => {
    const changed = withEvents(book, [placed(10, anEvent('status.changed', { number: 7, rev: 4, from: 'open', to: 'solved' }))]);

    expect(ticket(changed)?.status).toBe('open');
  });

  it('is not put back by an older answer', () => {
    const newer = withEvents(book, [placed(11, anEvent('status.changed', { number: 7, rev: 4, from: 'open', to: 'solved' }))]);

    expect(ticket(withAnswer(newer, [aTicket(7)], { 'inbox:web': 10 }))?.status).toBe('solved');
  });

  it('is wanted when an event speaks of it and it was never read, until an answer is new enough', () => {
    const wanting = withEvents(EMPTY_BOOK, [placed(21, anEvent('message.created', aMessage(3)))]);
    expect([...wanting.wanted]).toEqual([[7, 21]]);

    const tooOld = withAnswer(wanting, [aTicket(7)], { 'inbox:web': 20 });
    expect(tooOld.wanted.has(7)).toBe(true);
    expect(withAnswer(wanting, [aTicket(7)], { 'inbox:web': 21 }).wanted.size).toBe(0);
  });

  it('keeps a write that was answered against events of older revisions', () => {
    const written = withWritten(book, aTicket(7, { rev: 6, status: 'solved' }));
    const changed = withEvents(written, [placed(11, anEvent('status.changed', { number: 7, rev: 5, from: 'open', to: 'pending' }))]);
    expect(ticket(changed)?.status).toBe('solved');

    const later = withEvents(changed, [placed(12, anEvent('status.changed', { number: 7, rev: 7, from: 'solved', to: 'open' }))]);
    expect(ticket(later)?.status).toBe('open');
  });

  it('takes both events of one revision', () => {
    const changed = withEvents(book, [
      placed(11, anEvent('status.changed', { number: 7, rev: 4, from: 'open', to: 'pending' })),
      placed(12, anEvent('ticket.updated', { number: 7, rev: 4, changed: { priority: 'urgent' } })),
    ]);

    expect(ticket(changed)).toMatchObject({ status: 'pending', priority: 'urgent', rev: 4 });
  });

  it('is read again with its peer after a move and after a merge', () => {
    const moved = withEvents(book, [placed(11, anEvent('message.moved', { message: 'm1', from: 7, to: 8 }))]);
    const merged = withEvents(book, [placed(11, anEvent('tickets.merged', { from: 7, to: 9 }))]);

    expect([...moved.wanted.keys()]).toEqual([7, 8]);
    expect([...merged.wanted.keys()]).toEqual([7, 9]);
  });
});

describe('the book', () => {
  it('forgets an inbox and nothing else', () => {
    const book = withAnswer(EMPTY_BOOK, [aTicket(1), aTicket(2, { inbox: 'mail' })], { 'inbox:web': 1, 'inbox:mail': 1 });

    expect([...withoutInbox(book, 'web').entries.keys()]).toEqual([2]);
    expect([...withSnapshot(book, 'web', 9, [aTicket(3)]).entries.keys()]).toEqual([2, 3]);
  });

  it('is pruned to the newest and to what is open', () => {
    const tickets = Array.from({ length: 50 }, (_, n) => aTicket(n + 1, { updatedAt: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString() }));
    const small = pruned(withAnswer(EMPTY_BOOK, tickets, {}), 10, new Set([3]));

    expect([...small.entries.keys()].sort((a, b) => a - b)).toEqual([3, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50]);
  });

  it('has one order for all lists', () => {
    const tickets = [aTicket(1), aTicket(2), aTicket(3, { updatedAt: '2026-11-22T00:00:00.000Z' })];

    expect([...tickets].sort(newestFirst).map((ticket) => ticket.number)).toEqual([3, 2, 1]);
  });
});
