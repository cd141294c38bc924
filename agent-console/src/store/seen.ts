import type { Ticket } from '../model/ticket.ts';
import type { TextStorage } from './drafts.ts';

/** Ticket number → id of the last message that was on this agent's screen. Drives the unread dots. */
export type Seen = ReadonlyMap<number, string>;

const MOST_SEEN = 1_000;

/** Unread: the customer spoke last, and this agent has not seen it. */
export function isUnread(seen: Seen, ticket: Ticket): boolean {
  const last = ticket.lastMessage;
  return last !== null && last.direction === 'inbound' && seen.get(ticket.number) !== last.id;
}

export function withSeen(seen: Seen, number: number, message: string): Seen {
  if (seen.get(number) === message) return seen;
  const next = new Map(seen);
  next.delete(number);
  next.set(number, message);
  while (next.size > MOST_SEEN) next.delete(next.keys().next().value ?? 0);
  return next;
}

export function loadSeen(storage: TextStorage, agent: string): Seen {
  try {
    return new Map(JSON.parse(storage.getItem(`tributary.seen.${agent}`) ?? '[]') as [number, string][]);
  } catch {
    return new Map();
  }
}

export function saveSeen(storage: TextStorage, agent: string, seen: Seen): void {
  try {
    storage.setItem(`tributary.seen.${agent}`, JSON.stringify([...seen]));
  } catch {
    // Dots come back after a reload; nothing is lost.
  }
}
