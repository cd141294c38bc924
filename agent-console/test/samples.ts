import type { TicketEvent } from '../src/link/frames.ts';
import type { Mail } from '../src/model/mail.ts';
import type { Me } from '../src/model/people.ts';
import type { Message, Ticket } from '../src/model/ticket.ts';

export const ME: Me = { id: 'a1', name: '王小明', email: 'wang@example.com', role: 'admin', inboxes: null };

export function aTicket(number: number, change: Partial<Ticket> = {}): Ticket {
  return {
    id: `t${number}`, number, inbox: 'web', channel: 'livechat', subject: null, status: 'open', priority: 'normal', assignee: null,
    contact: { id: 'c1', name: '李小明' }, tags: [], fields: {}, seq: 1, rev: 1, messageCount: 0,
    createdAt: '2026-11-21T10:00:00.000Z', updatedAt: '2026-11-21T10:00:00.000Z', lastMessage: null, ...change,
  };
}

export function aMessage(seq: number, change: Partial<Message> = {}): Message {
  const at = new Date(Date.parse('2026-11-21T10:00:00.000Z') + seq * 1000).toISOString();
  return {
    id: `m${seq}`, ticket: 7, seq, direction: 'inbound', author: { kind: 'contact', name: '李小明' }, text: `text ${seq}`,
    reply: `text ${seq}`, attachments: [], delivery: null, threading: null, sentAt: at, receivedAt: at, ...change,
  };
}

type Data<K extends TicketEvent['k']> = Extract<TicketEvent, { k: K }>['data'];

export function anEvent<K extends TicketEvent['k']>(k: K, data: Data<K>, ticket = 7, at = '2026-11-21T11:00:00.000Z'): TicketEvent {
  return { k, version: 1, ticket, at, actor: { kind: 'agent', id: 'a2', name: 'Ada' }, data } as TicketEvent;
}

export function aMail(change: Partial<Mail>): Mail {
  return { subject: 'Parcel', to: [], cc: [], bcc: [], replyTo: [], trust: null, automatic: 'human', problems: [], ...change };
}
