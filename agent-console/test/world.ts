import fc from 'fast-check';
import type { TicketEvent } from '../src/link/frames.ts';
import type { Message, Priority, Status, Ticket } from '../src/model/ticket.ts';
import { PRIORITIES, STATUSES } from '../src/model/ticket.ts';
import { lastMessageOf } from '../src/store/book.ts';
import { aMessage, aTicket, anEvent } from './samples.ts';

/** What a server would hold: the tickets of one inbox, their messages, and the log of what happened. */
export interface World {
  tickets: Map<number, Ticket>;
  messages: Map<number, Message[]>;
  position: number;
}

export interface Step {
  readonly position: number;
  readonly seq: number;
  readonly event: TicketEvent;
  readonly after: World;
}

export type Action =
  | { readonly type: 'open'; readonly number: number }
  | { readonly type: 'write'; readonly number: number; readonly direction: Message['direction']; readonly text: string }
  | { readonly type: 'status'; readonly number: number; readonly to: Status }
  | { readonly type: 'assign'; readonly number: number; readonly to: string | null }
  | { readonly type: 'update'; readonly number: number; readonly priority: Priority; readonly tags: readonly string[] }
  | { readonly type: 'deliver'; readonly number: number; readonly state: 'sent' | 'read' };

const number = fc.integer({ min: 1, max: 4 });

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('open' as const), number }),
    fc.record({ type: fc.constant('write' as const), number, direction: fc.constantFrom('inbound' as const, 'outbound' as const, 'note' as const), text: fc.string({ maxLength: 12 }) }),
    fc.record({ type: fc.constant('status' as const), number, to: fc.constantFrom(...STATUSES) }),
    fc.record({ type: fc.constant('assign' as const), number, to: fc.constantFrom('a1', 'a2', null) }),
    fc.record({ type: fc.constant('update' as const), number, priority: fc.constantFrom(...PRIORITIES), tags: fc.array(fc.string({ maxLength: 4 }), { maxLength: 2 }) }),
    fc.record({ type: fc.constant('deliver' as const), number, state: fc.constantFrom('sent' as const, 'read' as const) }),
  ),
  { maxLength: 40 },
);

/** Plays the actions as a server would and keeps the state after each event. */
export function play(played: readonly Action[]): readonly Step[] {
  const steps: Step[] = [];
  let world: World = { tickets: new Map(), messages: new Map(), position: 0 };
  for (const action of played) {
    const event = eventOf(world, action, world.position + 1);
    if (event === undefined) continue;
    world = applied(world, event);
    steps.push({ position: world.position, seq: world.tickets.get(event.ticket)?.seq ?? 0, event, after: world });
  }
  return steps;
}

function eventOf(world: World, action: Action, position: number): TicketEvent | undefined {
  const at = new Date(Date.parse('2026-11-21T10:00:00.000Z') + position * 1000).toISOString();
  const ticket = world.tickets.get(action.number);
  if (action.type === 'open') {
    return ticket === undefined ? anEvent('ticket.created', aTicket(action.number, { createdAt: at, updatedAt: at }), action.number, at) : undefined;
  }
  if (ticket === undefined) return undefined;
  const head = { number: ticket.number, rev: ticket.rev + 1 };
  switch (action.type) {
    case 'write': {
      const seq = ticket.seq + 1;
      const message = aMessage(seq, { id: `m${ticket.number}-${seq}`, ticket: ticket.number, direction: action.direction, text: action.text, reply: action.text, sentAt: at, receivedAt: at });
      return anEvent(action.direction === 'note' ? 'note.created' : 'message.created', message, ticket.number, at);
    }
    case 'status':
      return anEvent('status.changed', { ...head, from: ticket.status, to: action.to }, ticket.number, at);
    case 'assign':
      return anEvent('assignment.changed', { ...head, from: ticket.assignee, to: action.to }, ticket.number, at);
    case 'update':
      return anEvent('ticket.updated', { ...head, changed: { priority: action.priority, tags: action.tags } }, ticket.number, at);
    case 'deliver': {
      const message = world.messages.get(ticket.number)?.findLast((known) => known.direction === 'outbound');
      return message === undefined ? undefined : anEvent('message.delivery', { message: message.id, ticket: ticket.number, delivery: { state: action.state, at } }, ticket.number, at);
    }
  }
}

/** Written apart from the console's reducers on purpose: the two must agree. */
function applied(world: World, event: TicketEvent): World {
  const tickets = new Map(world.tickets);
  const messages = new Map(world.messages);
  const position = world.position + 1;
  if (event.k === 'ticket.created') {
    tickets.set(event.ticket, event.data);
    messages.set(event.ticket, []);
    return { tickets, messages, position };
  }
  const before = tickets.get(event.ticket);
  if (before === undefined) throw new Error(`ticket ${event.ticket}: expected to exist`);
  const ticket: Record<string, unknown> = { ...before, seq: before.seq + 1, updatedAt: event.at };
  const thread = messages.get(event.ticket) ?? [];
  if (event.k === 'message.created' || event.k === 'note.created') {
    ticket['lastMessage'] = lastMessageOf(event.data);
    ticket['messageCount'] = before.messageCount + 1;
    messages.set(event.ticket, [...thread, event.data]);
  }
  if (event.k === 'status.changed') Object.assign(ticket, { status: event.data.to, rev: event.data.rev });
  if (event.k === 'assignment.changed') Object.assign(ticket, { assignee: event.data.to, rev: event.data.rev });
  if (event.k === 'ticket.updated') Object.assign(ticket, event.data.changed, { rev: event.data.rev });
  if (event.k === 'message.delivery') {
    const { message, delivery } = event.data;
    messages.set(event.ticket, thread.map((known) => (known.id === message ? { ...known, delivery } : known)));
  }
  tickets.set(event.ticket, ticket as unknown as Ticket);
  return { tickets, messages, position };
}
