import type { Ticket } from './ticket.ts';

export type Role = 'admin' | 'supervisor' | 'agent';

/** Who is logged in. `inboxes: null` means all of them. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly inboxes: readonly string[] | null;
}

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  readonly inboxes?: readonly string[] | null;
}

export interface Inbox {
  readonly name: string;
  readonly channel: string;
  readonly connector: string;
  readonly state: 'up' | 'down' | 'removed';
  readonly lastInboundAt: string | null;
  readonly counters: { readonly messages: number; readonly tickets: number; readonly quarantined: number; readonly pending: number };
  /** What its connector says of itself; of e-mail `address`, and `aliases` separated by commas. Older servers have none. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** How the nodes are, and how far each inbox is. */
export interface System {
  readonly node: string;
  readonly clustered: boolean;
  readonly bus: 'up' | 'down' | 'none';
  readonly redis: 'up' | 'down' | 'none';
  readonly nodes: readonly {
    readonly name: string;
    readonly address: string;
    readonly self: boolean;
    readonly hears: boolean;
    readonly startedAt: string;
    readonly seenAt: string;
    /** By inbox: up to where the node has passed its log on. */
    readonly cursors: Readonly<Record<string, number>>;
  }[];
  /** Nodes that fell silent within the last hour and did not say good-bye; a node of an older version does not tell. */
  readonly gone?: readonly {
    readonly name: string;
    readonly address: string;
    readonly seenAt: string;
  }[];
  /** What connectors do on one node at a time. */
  readonly leases: readonly {
    readonly inbox: string;
    readonly name: string;
    readonly holder: string | null;
    readonly until: string;
  }[];
  readonly inboxes: readonly {
    readonly name: string;
    /** The living node that worked on it last, and when. */
    readonly holder: string | null;
    readonly heldAt: string | null;
    readonly position: number;
    readonly shown: number;
    readonly waiting: number;
    readonly oldestSeconds: number;
    readonly unsent: number;
    readonly unknown: number;
  }[];
}

export interface Identity {
  readonly kind: string;
  readonly scope: string;
  readonly value: string;
  readonly proof: string | null;
}

export interface Contact {
  readonly id: string;
  readonly name: string | null;
  readonly identities: readonly Identity[];
  readonly tickets: readonly Ticket[];
  readonly createdAt: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One entry of the holding pen. */
export interface Parked {
  readonly id: string;
  readonly inbox: string;
  readonly kind: string;
  readonly problem: string;
  readonly tries: number;
  readonly at: string;
  readonly summary: string | null;
}

/** An address that must not be written to, and why. */
export interface Suppression {
  readonly id: string;
  readonly address: string;
  readonly reason: string;
  readonly active: boolean;
  readonly strikes: number;
  readonly note: string;
  readonly inbox: string | null;
  readonly at: string;
  readonly expiresAt: string | null;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export function mayOpenPen(me: Me): boolean {
  return me.role !== 'agent';
}

export function mayManageAgents(me: Me): boolean {
  return me.role === 'admin';
}
