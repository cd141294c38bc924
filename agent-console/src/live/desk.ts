import type { Api } from '../link/api.ts';
import type { Clock } from '../link/backoff.ts';
import type { ConnectionListener, ConnectionOptions, SocketLike } from '../link/connection.ts';
import { Connection, LoggedOut } from '../link/connection.ts';
import { Problem } from '../link/http.ts';
import { Drafts, EMPTY_DRAFT } from '../store/drafts.ts';
import type { DraftKind, TextStorage } from '../store/drafts.ts';
import { loadMailViews } from '../store/mailViews.ts';
import { loadSeen } from '../store/seen.ts';
import type { Store } from '../store/state.ts';
import { EMPTY_STATE } from '../store/state.ts';
import type { Recipients } from '../model/mail.ts';
import type { Me } from '../model/people.ts';
import type { Attachment } from '../model/ticket.ts';
import { Changing } from './changing.ts';
import { Following } from './following.ts';
import { Mailing } from './mailing.ts';
import { Notices } from './notices.ts';
import { Reading } from './reading.ts';
import { Sending } from './sending.ts';
import { Showing } from './showing.ts';

/** What the effects need from outside. */
export interface Surroundings {
  readonly store: Store;
  readonly api: Api;
  readonly clock: Clock;
  readonly random: () => number;
  readonly storage: TextStorage;
  readonly socket: () => SocketLike;
  readonly newKey: () => string;
}

/** Everything that one logged-in agent works with: the live connection, and the effects that feed the store from it. */
export class Desk {
  readonly me: Me;
  readonly store: Store;
  readonly api: Api;
  readonly drafts: Drafts;
  readonly connection: Connection;
  readonly notices: Notices;
  readonly following: Following;
  readonly reading: Reading;
  readonly sending: Sending;
  readonly changing: Changing;
  readonly showing: Showing;
  readonly mailing: Mailing;

  constructor(me: Me, around: Surroundings) {
    const { store, api, clock, storage } = around;
    this.me = me;
    this.store = store;
    this.api = api;
    this.drafts = new Drafts(storage, me.id, clock.now);
    this.notices = new Notices(store, clock);
    this.connection = new Connection(this.#connectionOptions(around));
    this.following = new Following(me, around, this.connection);
    this.reading = new Reading(me, around, this.connection);
    this.sending = new Sending(me, around, this.reading, this.drafts);
    this.changing = new Changing(around, this.notices);
    this.showing = new Showing(clock, this.connection);
    this.mailing = new Mailing(me, around, this.notices);
  }

  start(): void {
    const { storage } = this.reading;
    this.store.setState({ seen: loadSeen(storage, this.me.id), mailViews: loadMailViews(storage, this.me.id), drafted: this.drafts.tickets() });
    this.connection.start();
    void this.following.readDirectory();
    this.sending.resume();
  }

  /** Keeps what stands in a composer, and marks the ticket in the list. */
  keepDraft(ticket: number, kind: DraftKind, text: string, attachments: readonly Attachment[], recipients?: Recipients): void {
    this.drafts.keep(ticket, kind, text, attachments, recipients);
    const hasDraft = this.drafts.of(ticket, 'reply') !== EMPTY_DRAFT || this.drafts.of(ticket, 'note') !== EMPTY_DRAFT;
    if (this.store.getState().drafted.has(ticket) === hasDraft) return;
    const drafted = new Set(this.store.getState().drafted);
    if (!drafted.delete(ticket)) drafted.add(ticket);
    this.store.setState({ drafted });
  }

  /** Puts recipients into the reply that stands in the ticket's composer. */
  address(ticket: number, recipients: Recipients): void {
    const { text, attachments } = this.drafts.of(ticket, 'reply');
    this.keepDraft(ticket, 'reply', text, attachments, recipients);
    this.store.setState((state) => ({ draftEdits: state.draftEdits + 1 }));
  }

  stop(): void {
    this.showing.leave();
    this.sending.stop();
    this.following.stop();
    this.connection.stop();
    this.store.setState(EMPTY_STATE);
  }

  #connectionOptions(around: Surroundings): ConnectionOptions {
    return {
      ticket: () => around.api.socketTicket().catch((problem: unknown) => {
        throw problem instanceof Problem && problem.status === 401 ? new LoggedOut() : problem;
      }),
      socket: around.socket,
      clock: around.clock,
      random: around.random,
      listener: this.#listener(),
    };
  }

  /** Inbox topics feed the book, ticket topics their threads. */
  #listener(): ConnectionListener {
    const isThread = (topic: string): boolean => topic.startsWith('ticket:');
    return {
      state: (connection) => {
        this.store.setState({ connection });
        if (connection.type === 'open') this.sending.opened();
      },
      event: (topic, s, event) => {
        if (isThread(topic)) this.reading.event(topic, s, event);
        else this.following.event(topic, s, event);
      },
      snapshot: (topic, seq, snapshot) => {
        if (isThread(topic)) this.reading.snapshot(topic, seq, snapshot);
        else this.following.snapshot(topic, seq, snapshot);
      },
      restarted: (topic) => {
        if (isThread(topic)) this.reading.restarted(topic);
        else this.following.restarted(topic);
      },
      signal: (frame) => this.reading.signal(frame),
      followed: (topic) => this.showing.followed(topic),
      lost: (topic) => {
        if (isThread(topic)) this.reading.lost(topic);
        else this.following.lost(topic);
      },
      granted: () => void this.following.readDirectory(),
    };
  }
}
