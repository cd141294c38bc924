import type { Mail } from './mail.ts';

/** The shapes of the REST answers (CONTRACT, section 3). Ids are opaque; times are RFC 3339 in UTC. */

export const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

/** The statuses in which somebody still has to do something. */
export const UNSOLVED: readonly Status[] = ['new', 'open', 'pending', 'hold'];

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export type Direction = 'inbound' | 'outbound' | 'note';

export interface Author {
  readonly kind: string;
  /** The agent's or contact's; not in every answer. */
  readonly id?: string | null;
  readonly name: string | null;
  readonly address?: string | null;
}

export interface LastMessage {
  readonly id: string;
  readonly direction: Direction;
  readonly author: Author;
  readonly text: string;
  readonly at: string;
}

export interface Ticket {
  readonly id: string;
  readonly number: number;
  readonly inbox: string;
  readonly channel: string;
  readonly subject: string | null;
  readonly status: Status;
  readonly priority: Priority;
  readonly assignee: string | null;
  readonly contact: { readonly id: string; readonly name: string | null };
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly seq: number;
  readonly rev: number;
  readonly messageCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastMessage: LastMessage | null;
  readonly limits?: Limits | null;
  readonly window?: ReplyWindow | null;
}

/** What one reply may be; the server refuses more. */
export interface Limits {
  readonly unit: string;
  readonly most: number;
  readonly files: number;
  readonly fileTypes: readonly string[];
}

/** Whether the customer may be answered: a grant counts until its end and while it has messages left. */
export interface ReplyWindow {
  readonly closed: string | null;
  readonly grants: readonly { readonly until: string | null; readonly left: number | null }[];
}

/** What a message carries besides text: a place, a link, a press of a menu. Kinds grow; unknown ones are shown as they are. */
export interface Card {
  readonly kind: string;
  readonly facts: Readonly<Record<string, string>>;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  /** `pending`: the provider still has it; `missing`: it did not give it. */
  readonly state?: 'stored' | 'pending' | 'missing';
  readonly url: string | null;
}

export const DELIVERY_STATES = ['queued', 'leased', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Delivery {
  readonly state: DeliveryState;
  readonly reason?: string | null;
  readonly at?: string | null;
}

export interface Message {
  readonly id: string;
  readonly ticket: number;
  readonly seq: number;
  readonly direction: Direction;
  readonly author: Author;
  readonly text: string;
  readonly html?: string | null;
  readonly reply?: string | null;
  readonly attachments: readonly Attachment[];
  readonly externalId?: string | null;
  readonly delivery?: Delivery | null;
  readonly threading?: Threading | null;
  /** Only of the channel `email`. */
  readonly mail?: Mail | null;
  readonly card?: Card | null;
  readonly sentAt?: string | null;
  readonly receivedAt?: string | null;
}

/** Why a message is in its ticket, and which other tickets it might have gone to. */
export interface Threading {
  readonly rule: string;
  readonly evidence?: unknown;
  readonly rivals?: readonly Rival[] | null;
}

export interface Rival {
  readonly rule: string;
  readonly ticket: number;
}

/** Topic of the agent socket → position, as of the same database snapshot as the answer that carries them. */
export type Heads = Readonly<Record<string, number>>;

export function inboxTopic(inbox: string): string {
  return `inbox:${inbox}`;
}

export function ticketTopic(number: number): string {
  return `ticket:${number}`;
}

/** When the message happened, for sorting into days: providers' clocks first, our receipt else. */
export function messageTime(message: Message): string {
  return message.sentAt ?? message.receivedAt ?? '';
}

/** Did this agent write it? By id where the answer has it, by name else. */
export function isBy(message: Message, id: string, name: string): boolean {
  if (message.direction === 'inbound') return false;
  return message.author.id === undefined || message.author.id === null ? message.author.name === name : message.author.id === id;
}
