import type { Recipients } from '../model/mail.ts';
import type { Attachment } from '../model/ticket.ts';

/** Words on their way to the server. They stay until the server has them or a person drops them; a reload keeps them too. */
export interface Outgoing {
  /** The Idempotency-Key: one per message, the same for each try, so that a lost answer never doubles it. */
  readonly key: string;
  readonly ticket: number;
  readonly kind: 'reply' | 'note';
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly recipients?: Recipients;
  readonly author: string;
  readonly authorId: string;
  /** The newest message the author had seen (`lastSeen`). */
  readonly lastSeen: number;
  /** The newest message of the thread at the time: what this becomes will be newer. */
  readonly after: number;
  readonly at: string;
  readonly force: boolean;
  readonly state: OutgoingState;
}

export type OutgoingState =
  /** Waiting: a try found no line or no server, and the next one comes by itself. */
  | { readonly type: 'sending'; readonly isWaiting?: boolean }
  | { readonly type: 'failed'; readonly code: string; readonly detail?: string }
  /** Others wrote since: a person decides. */
  | { readonly type: 'stale'; readonly seq: number };

export function withOutgoing(all: readonly Outgoing[], added: Outgoing): readonly Outgoing[] {
  return [...all.filter((entry) => entry.key !== added.key), added];
}

export function withState(all: readonly Outgoing[], key: string, state: OutgoingState): readonly Outgoing[] {
  return all.map((entry) => (entry.key === key ? { ...entry, state } : entry));
}

export function withoutOutgoing(all: readonly Outgoing[], key: string): readonly Outgoing[] {
  return all.filter((entry) => entry.key !== key);
}
