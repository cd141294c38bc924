import type { Delivery, Message, Priority, ReplyWindow, Status, Ticket } from '../model/ticket.ts';

/** What the agent socket carries, after parsing. PROTOCOL.md tells each frame's story. */

/** Who did it: `contact`, `agent` or `system`; the name may be empty. */
export interface Actor {
  readonly kind: string;
  readonly id?: string | null;
  readonly name?: string | null;
}

interface EventHead {
  readonly version: number;
  readonly ticket: number;
  readonly at: string;
  readonly actor: Actor;
}

export interface TicketChanges {
  readonly status?: Status;
  readonly priority?: Priority;
  readonly assignee?: string | null;
  readonly tags?: readonly string[];
  readonly subject?: string | null;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly contact?: { readonly id: string; readonly name: string | null };
  readonly window?: ReplyWindow | null;
}

export type TicketEvent =
  | (EventHead & { readonly k: 'ticket.created'; readonly data: Ticket })
  | (EventHead & { readonly k: 'ticket.updated'; readonly data: { readonly number: number; readonly rev: number; readonly changed: TicketChanges } })
  | (EventHead & { readonly k: 'message.created'; readonly data: Message })
  | (EventHead & { readonly k: 'message.updated'; readonly data: Message })
  | (EventHead & { readonly k: 'note.created'; readonly data: Message })
  | (EventHead & { readonly k: 'message.delivery'; readonly data: { readonly message: string; readonly ticket: number; readonly delivery: Delivery } })
  | (EventHead & { readonly k: 'message.moved'; readonly data: { readonly message: string; readonly from: number; readonly to: number } })
  | (EventHead & { readonly k: 'status.changed'; readonly data: { readonly number: number; readonly rev: number; readonly from: Status; readonly to: Status } })
  | (EventHead & { readonly k: 'assignment.changed'; readonly data: { readonly number: number; readonly rev: number; readonly from: string | null; readonly to: string | null } })
  | (EventHead & { readonly k: 'tickets.merged'; readonly data: { readonly from: number; readonly to: number } });

export type EventKind = TicketEvent['k'];

export interface Viewer {
  readonly agent: { readonly id: string; readonly name: string };
  readonly state: 'viewing' | 'composing';
  readonly since: string;
}

/** The whole state of a topic, sent when the missing events are no longer at hand. */
export interface Snapshot {
  readonly tickets?: readonly Ticket[];
  readonly ticket?: Ticket;
  readonly messages?: readonly Message[];
}

export interface SubAnswer {
  readonly epoch: string;
  readonly seq: number;
  readonly recovered: boolean | undefined;
  readonly snapshot: Snapshot | undefined;
}

/** Signals may be lost: they carry no position. */
export type SignalFrame =
  | { readonly t: 'viewers'; readonly topic: string; readonly viewers: readonly Viewer[] }
  | { readonly t: 'typing'; readonly topic: string; readonly on: boolean; readonly by: { readonly k: string; readonly name?: string } }
  | { readonly t: 'presence'; readonly topic: string; readonly d: Readonly<Record<string, unknown>> };

export type ServerFrame =
  | SignalFrame
  | { readonly t: 'ok'; readonly re: number; readonly d: Readonly<Record<string, unknown>> }
  | { readonly t: 'err'; readonly re: number; readonly code: string; readonly retryAfter: number | undefined }
  | { readonly t: 'ev'; readonly topic: string; readonly s: number; readonly event: TicketEvent }
  | { readonly t: 'skip'; readonly topic: string; readonly s: number; readonly kind: string | undefined }
  | { readonly t: 'unsub'; readonly topic: string; readonly reason: string }
  | { readonly t: 'granted' }
  | { readonly t: 'ping'; readonly heads: Readonly<Record<string, number>> }
  | { readonly t: 'bye'; readonly retryAfter: number }
  | { readonly t: 'unknown'; readonly name: string };

export type ViewState = 'viewing' | 'composing' | 'left';

export type ClientFrame =
  | { readonly t: 'auth'; readonly id: number; readonly d: { readonly ticket: string } }
  | { readonly t: 'sub'; readonly id: number; readonly d: { readonly topic: string; readonly epoch?: string; readonly seq?: number } }
  | { readonly t: 'unsub'; readonly id: number; readonly d: { readonly topic: string } }
  | { readonly t: 'view'; readonly d: { readonly ticket: number; readonly state: ViewState } }
  | { readonly t: 'pong' };
