import { createStore } from 'zustand/vanilla';
import type { ConnectionState } from '../link/connection.ts';
import type { Agent, Inbox, Me } from '../model/people.ts';
import type { Book } from './book.ts';
import { EMPTY_BOOK } from './book.ts';
import type { ListState } from './lists.ts';
import type { MailViews } from './mailViews.ts';
import type { Outgoing } from './outgoing.ts';
import type { Prefs } from './prefs.ts';
import type { Seen } from './seen.ts';
import type { Thread } from './threads.ts';

export type Session =
  | { readonly type: 'starting' }
  | { readonly type: 'unreachable' }
  | { readonly type: 'logged-out'; readonly setupNeeded: boolean; readonly isExpired: boolean }
  | { readonly type: 'logged-in'; readonly me: Me };

/** A passing word at the edge of the screen. */
export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'problem';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface State {
  readonly session: Session;
  readonly connection: ConnectionState;
  readonly book: Book;
  readonly lists: ReadonlyMap<string, ListState>;
  readonly threads: ReadonlyMap<number, Thread>;
  readonly outgoing: readonly Outgoing[];
  readonly agents: readonly Agent[];
  readonly inboxes: readonly Inbox[];
  readonly seen: Seen;
  readonly mailViews: MailViews;
  /** Of mails whose pictures from elsewhere somebody asked for, where the server has each; forgotten with the page. */
  readonly unveiled: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Counts drafts that were changed from elsewhere than their composer. */
  readonly draftEdits: number;
  /** Tickets with words in their composer that were not sent; shown in the list. */
  readonly drafted: ReadonlySet<number>;
  readonly notices: readonly Notice[];
  readonly prefs: Prefs;
}

export type Store = ReturnType<typeof createState>;

export function createState(prefs: Prefs, me?: Me) {
  return createStore<State>()(() => ({ ...EMPTY_STATE, session: me === undefined ? { type: 'starting' } : { type: 'logged-in', me }, prefs }));
}

/** What a log-out leaves behind: nothing of the last agent. */
export const EMPTY_STATE: Omit<State, 'session' | 'prefs'> = {
  connection: { type: 'idle' },
  book: EMPTY_BOOK,
  lists: new Map(),
  threads: new Map(),
  outgoing: [],
  agents: [],
  inboxes: [],
  seen: new Map(),
  mailViews: new Map(),
  unveiled: new Map(),
  draftEdits: 0,
  drafted: new Set(),
  notices: [],
};

/** Replaces one entry of a map in the state. */
export function entered<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}
