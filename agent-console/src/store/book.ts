import type { TicketEvent } from '../link/frames.ts';
import type { Heads, LastMessage, Message, Ticket } from '../model/ticket.ts';
import { inboxTopic, messageTime } from '../model/ticket.ts';

/**
 * Every ticket that this console knows, and the inbox position each is true for. REST answers and events meet here: an event at
 * or below a ticket's position is already in it, an answer older than a ticket is not taken.
 */
export interface Book {
  readonly entries: ReadonlyMap<number, Entry>;
  /** Tickets that events spoke of but that were never read, with the position at which they are wanted. */
  readonly wanted: ReadonlyMap<number, number>;
}

export interface Entry {
  readonly ticket: Ticket;
  readonly asOf: number;
}

export interface PlacedEvent {
  readonly topic: string;
  readonly s: number;
  readonly event: TicketEvent;
}

export const EMPTY_BOOK: Book = { entries: new Map(), wanted: new Map() };

const PREVIEW_LENGTH = 200;

/** Takes tickets out of a REST answer with the heads it carried. */
export function withAnswer(book: Book, tickets: readonly Ticket[], heads: Heads): Book {
  const entries = new Map(book.entries);
  const wanted = new Map(book.wanted);
  for (const ticket of tickets) {
    const known = entries.get(ticket.number);
    const head = heads[inboxTopic(ticket.inbox)];
    const asOf = head ?? known?.asOf ?? 0;
    if (known === undefined || asOf >= known.asOf) entries.set(ticket.number, { ticket, asOf });
    if (head === undefined || head >= (wanted.get(ticket.number) ?? 0)) wanted.delete(ticket.number);
  }
  return { entries, wanted };
}

/** A write's own answer: it carries no heads, and events that tell the same are still to come. */
export function withWritten(book: Book, ticket: Ticket): Book {
  const known = book.entries.get(ticket.number);
  if (known === undefined) return { ...book, entries: new Map(book.entries).set(ticket.number, { ticket, asOf: 0 }) };
  if (ticket.rev < known.ticket.rev) return book;
  const { status, priority, assignee, tags, subject, rev } = ticket;
  const merged = { ...known.ticket, status, priority, assignee, tags, subject, rev };
  return { ...book, entries: new Map(book.entries).set(ticket.number, { ticket: merged, asOf: known.asOf }) };
}

/** The inbox starts over from a snapshot: only what it holds is still known to be true. */
export function withSnapshot(book: Book, inbox: string, position: number, tickets: readonly Ticket[]): Book {
  const entries = new Map([...book.entries].filter(([, entry]) => entry.ticket.inbox !== inbox));
  for (const ticket of tickets) entries.set(ticket.number, { ticket, asOf: position });
  return { entries, wanted: book.wanted };
}

export function withoutInbox(book: Book, inbox: string): Book {
  return { ...book, entries: new Map([...book.entries].filter(([, entry]) => entry.ticket.inbox !== inbox)) };
}

export function withoutTicket(book: Book, number: number): Book {
  const entries = new Map(book.entries);
  const wanted = new Map(book.wanted);
  entries.delete(number);
  wanted.delete(number);
  return { entries, wanted };
}

/** Keeps the newest `limit` tickets and those in `keep`. */
export function pruned(book: Book, limit: number, keep: ReadonlySet<number>): Book {
  if (book.entries.size <= limit) return book;
  const newest = [...book.entries.values()].sort((a, b) => newestFirst(a.ticket, b.ticket));
  const kept = newest.filter((entry, index) => index < limit || keep.has(entry.ticket.number));
  return { ...book, entries: new Map(kept.map((entry) => [entry.ticket.number, entry])) };
}

/** Applies a batch of inbox events in order; one copy of the book for the whole batch. */
export function withEvents(book: Book, events: readonly PlacedEvent[]): Book {
  const entries = new Map(book.entries);
  const wanted = new Map(book.wanted);
  for (const placed of events) apply(entries, wanted, placed);
  return { entries, wanted };
}

function apply(entries: Map<number, Entry>, wanted: Map<number, number>, { s, event }: PlacedEvent): void {
  if (event.k === 'ticket.created') {
    const known = entries.get(event.data.number);
    if (known === undefined || s > known.asOf) entries.set(event.data.number, { ticket: event.data, asOf: s });
    return;
  }
  // What a move or a merge leaves behind (counts, last lines) is not in the event: both tickets are read again.
  if (event.k === 'message.moved' || event.k === 'tickets.merged') {
    wanted.set(event.data.from, s);
    wanted.set(event.data.to, s);
    return;
  }
  const known = entries.get(event.ticket);
  if (known === undefined) wanted.set(event.ticket, s);
  else if (s > known.asOf) entries.set(event.ticket, { ticket: reduceTicket(known.ticket, event), asOf: s });
}

/** One ticket's next state. Fields of a revision older than a write already answered are left alone. */
export function reduceTicket(ticket: Ticket, event: TicketEvent): Ticket {
  const touched = event.at > ticket.updatedAt ? { ...ticket, updatedAt: event.at } : ticket;
  switch (event.k) {
    case 'ticket.created':
      return event.data;
    case 'message.created':
    case 'note.created':
      return {
        ...touched,
        lastMessage: lastMessageOf(event.data),
        messageCount: touched.messageCount + 1,
        seq: Math.max(touched.seq, event.data.seq),
      };
    case 'ticket.updated':
      return event.data.rev < ticket.rev ? touched : { ...touched, ...event.data.changed, rev: event.data.rev };
    case 'status.changed':
      return event.data.rev < ticket.rev ? touched : { ...touched, status: event.data.to, rev: event.data.rev };
    case 'assignment.changed':
      return event.data.rev < ticket.rev ? touched : { ...touched, assignee: event.data.to, rev: event.data.rev };
    case 'message.delivery':
    case 'message.moved':
    case 'message.updated':
    case 'tickets.merged':
      return touched;
  }
}

export function lastMessageOf(message: Message): LastMessage {
  return {
    id: message.id,
    direction: message.direction,
    author: message.author,
    text: [...(message.reply ?? message.text)].slice(0, PREVIEW_LENGTH).join(''),
    at: messageTime(message),
  };
}

/** The order of every list: newest activity first, and a fixed order among equals. */
export function newestFirst(a: Ticket, b: Ticket): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1;
  return b.number - a.number;
}
