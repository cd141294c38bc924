import { beforeEach, describe, expect, it } from 'vitest';
import type { TicketPage } from '../src/link/api.ts';
import { Problem } from '../src/link/http.ts';
import type { Inbox } from '../src/model/people.ts';
import type { Heads, Message, Ticket } from '../src/model/ticket.ts';
import { DEFAULT_FILTER } from '../src/store/filter.ts';
import { listKey, NEW_LIST, numbersOf } from '../src/store/lists.ts';
import { aDesk } from './desk.ts';
import type { DeskUnderTest } from './desk.ts';
import type { FakeSocket } from './fakes.ts';
import { settled } from './fakes.ts';
import { aMessage, aTicket, ME } from './samples.ts';

/** The whole way: REST answers, socket frames, and what is on the screen in the end. */
let under: DeskUnderTest;
let tickets: Ticket[];
let heads: Heads;
let messages: Message[];
let reads: string[];
let inboxes: Inbox[];
const filter = DEFAULT_FILTER;

const socket = (): FakeSocket => under.sockets.at(-1)!;
const shown = (): readonly number[] => {
  const { book, lists } = under.store.getState();
  return numbersOf(book, lists.get(listKey(filter)) ?? NEW_LIST, filter, ME.id);
};
const ticketOf = (number: number): Ticket | undefined => under.store.getState().book.entries.get(number)?.ticket;
const subs = (): object[] => socket().sent.filter((frame) => frame['t'] === 'sub').map((frame) => frame['d'] as object);
const anInbox = (name: string): Inbox => ({
  name, channel: 'web', connector: 'livechat', state: 'up', lastInboundAt: null, counters: { messages: 0, tickets: 0, quarantined: 0, pending: 0 },
});
const ev = (topic: string, s: number, k: string, ticket: number, data: object) => ({
  t: 'ev', topic, s, d: { k, version: 1, ticket, at: '2026-11-21T11:30:00.000Z', actor: { kind: 'system' }, data },
});

async function connected(): Promise<void> {
  await settled();
  socket().opens();
  socket().receives({ t: 'ok', re: socket().last('auth')['id'], d: { agent: ME, epoch: 'k1', hb: 25 } });
}

function recover(seq: number): void {
  for (const frame of socket().sent.filter((sent) => sent['t'] === 'sub')) socket().receives({ t: 'ok', re: frame['id'], d: { epoch: 'k1', seq, recovered: true } });
}

beforeEach(async () => {
  tickets = [aTicket(7), aTicket(8, { subject: 'Invoice' })];
  heads = { 'inbox:web': 20 };
  messages = [aMessage(2), aMessage(3)];
  reads = [];
  inboxes = [];
  under = aDesk({
    socketTicket: () => Promise.resolve('ticket'),
    inboxes: () => Promise.resolve(inboxes),
    agents: () => Promise.resolve([]),
    tickets: (): Promise<TicketPage> => {
      reads.push('list');
      return Promise.resolve({ data: tickets, page: {}, heads });
    },
    ticket: (number) => {
      reads.push(`ticket ${number}`);
      const found = tickets.find((ticket) => ticket.number === number);
      return found === undefined ? Promise.reject(new Problem('not-found', 404)) : Promise.resolve({ ...found, heads });
    },
    messages: (number) => {
      reads.push(`messages ${number}`);
      return Promise.resolve({ data: messages, page: {}, heads: { ...heads, 'ticket:7': 5 } });
    },
  });
  under.desk.start();
  await connected();
  await under.desk.following.show(filter);
});

describe('the list', () => {
  it('follows each inbox from the heads of the answer it was read with', () => {
    expect(shown()).toEqual([8, 7]);
    expect(subs()).toEqual([{ topic: 'inbox:web', epoch: 'k1', seq: 20 }]);
  });

  it('shows a new ticket and its message within one frame', async () => {
    recover(20);
    socket().receives([ev('inbox:web', 21, 'ticket.created', 9, aTicket(9)), ev('inbox:web', 22, 'message.created', 9, aMessage(2, { ticket: 9, text: '你好', reply: '你好' }))]);
    await under.clock.pass(16);

    expect(shown()).toEqual([9, 8, 7]);
    expect(ticketOf(9)?.lastMessage?.text).toBe('你好');
    expect(reads).toEqual(['list']);
  });

  it('reads a ticket that an event speaks of and that it does not know', async () => {
    recover(20);
    tickets = [...tickets, aTicket(3, { subject: 'old one', updatedAt: '2026-11-21T11:30:00.000Z' })];
    heads = { 'inbox:web': 21 };
    socket().receives(ev('inbox:web', 21, 'message.created', 3, aMessage(40, { ticket: 3 })));
    await under.clock.pass(500);

    expect(reads).toEqual(['list', 'ticket 3']);
    expect(shown()).toEqual([3, 8, 7]);
    expect(under.store.getState().book.wanted.size).toBe(0);
  });

  it('lets go of a ticket that it may not read', async () => {
    recover(20);
    socket().receives(ev('inbox:web', 21, 'message.created', 99, aMessage(40, { ticket: 99 })));
    await under.clock.pass(60_000);

    expect(reads.filter((read) => read === 'ticket 99')).toHaveLength(1);
    expect(under.store.getState().book.wanted.size).toBe(0);
  });

  it('heals itself after a break, without reading anything again', async () => {
    recover(20);
    socket().drops(1006);
    await under.clock.pass(1_000);
    await connected();

    expect(subs()).toEqual([{ topic: 'inbox:web', epoch: 'k1', seq: 20 }]);
    recover(22);
    socket().receives([ev('inbox:web', 21, 'status.changed', 7, { number: 7, rev: 2, from: 'open', to: 'solved' }), { t: 'skip', topic: 'inbox:web', s: 22 }]);
    await under.clock.pass(16);

    expect(shown()).toEqual([8]);
    expect(reads).toEqual(['list']);
  });

  it('starts over from a snapshot and reads what it shows', async () => {
    tickets = [aTicket(5), aTicket(6)];
    heads = { 'inbox:web': 4 };
    socket().receives({ t: 'ok', re: socket().last('sub')['id'], d: { epoch: 'k2', seq: 4, recovered: false, snapshot: { tickets: [aTicket(5)] } } });
    await under.clock.pass(100);

    expect(shown()).toEqual([6, 5]);
    expect(reads).toEqual(['list', 'list']);
  });

  it('notices, reading again, what left the list while nobody watched', async () => {
    tickets = [aTicket(8)];
    heads = { 'inbox:web': 30 };
    await under.desk.following.show(filter);

    expect(shown()).toEqual([8]);
  });

  it('forgets an inbox when the right to it is lost', async () => {
    socket().receives({ t: 'unsub', topic: 'inbox:web', d: { reason: 'forbidden' } });
    await under.clock.pass(16);

    expect(shown()).toEqual([]);
  });

  it('reads and follows an inbox that the agent may see from now on', async () => {
    recover(20);
    inboxes = [anInbox('web'), anInbox('shop')];
    tickets = [...tickets, aTicket(9, { inbox: 'shop' })];
    heads = { ...heads, 'inbox:shop': 4 };
    socket().receives({ t: 'granted' });
    await settled();

    expect(subs().at(-1)).toEqual({ topic: 'inbox:shop' });
    socket().receives({ t: 'ok', re: socket().last('sub')['id'], d: { epoch: 'k1', seq: 4 } });
    await under.clock.pass(100);

    expect(shown()).toEqual([9, 8, 7]);
    expect(reads).toEqual(['list', 'list']);
  });
});

describe('a thread', () => {
  beforeEach(async () => {
    recover(20);
    under.desk.reading.open(7);
    await settled();
  });

  it('is read, then followed with a little of its past', () => {
    expect(under.store.getState().threads.get(7)?.messages.map((message) => message.seq)).toEqual([2, 3]);
    expect(subs().at(-1)).toEqual({ topic: 'ticket:7', epoch: 'k1', seq: 0 });
  });

  it('shows replayed happenings between the messages, and takes live ones', () => {
    socket().receives({ t: 'ok', re: socket().last('sub')['id'], d: { epoch: 'k1', seq: 6, recovered: true } });
    socket().receives([
      { t: 'skip', topic: 'ticket:7', s: 1 }, ev('ticket:7', 2, 'message.created', 7, aMessage(2)), ev('ticket:7', 3, 'message.created', 7, aMessage(3)),
      ev('ticket:7', 4, 'status.changed', 7, { number: 7, rev: 2, from: 'new', to: 'open' }), { t: 'skip', topic: 'ticket:7', s: 5 },
      ev('ticket:7', 6, 'message.created', 7, aMessage(6)),
    ]);
    const thread = under.store.getState().threads.get(7);

    expect(thread?.messages.map((message) => message.seq)).toEqual([2, 3, 6]);
    expect(thread?.happenings.map((happening) => happening.seq)).toEqual([4]);
  });

  it('tells the colleagues who looks, and the visitor only that a reply is written', async () => {
    under.desk.showing.enter(7);
    expect(socket().count('view')).toBe(0);
    socket().receives({ t: 'ok', re: socket().last('sub')['id'], d: { epoch: 'k1', seq: 5, recovered: true } });
    expect(socket().last('view')['d']).toEqual({ ticket: 7, state: 'viewing' });

    under.desk.showing.typed();
    expect(socket().last('view')['d']).toEqual({ ticket: 7, state: 'composing' });

    await under.clock.pass(8_000);
    expect(socket().last('view')['d']).toEqual({ ticket: 7, state: 'viewing' });

    const before = socket().count('view');
    for (let beat = 0; beat < 2; beat += 1) await under.clock.pass(10_000);
    expect(socket().count('view')).toBe(before + 2);

    under.desk.showing.leave();
    expect(socket().last('view')['d']).toEqual({ ticket: 7, state: 'left' });
  });

  it('keeps eight threads live and lets the oldest go', async () => {
    for (let number = 10; number < 18; number += 1) under.desk.reading.open(number);
    await settled();

    expect(under.store.getState().threads.has(7)).toBe(false);
    expect(socket().last('unsub')['d']).toEqual({ topic: 'ticket:7' });
  });
});
