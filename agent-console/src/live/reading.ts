import { PAGE_SIZE } from '../link/api.ts';
import type { Api } from '../link/api.ts';
import type { Clock } from '../link/backoff.ts';
import type { Connection } from '../link/connection.ts';
import type { SignalFrame, Snapshot, TicketEvent } from '../link/frames.ts';
import { Problem } from '../link/http.ts';
import type { Me } from '../model/people.ts';
import type { Message } from '../model/ticket.ts';
import { ticketTopic } from '../model/ticket.ts';
import { withAnswer } from '../store/book.ts';
import type { TextStorage } from '../store/drafts.ts';
import { saveSeen, withSeen } from '../store/seen.ts';
import type { Store } from '../store/state.ts';
import { entered } from '../store/state.ts';
import type { Thread } from '../store/threads.ts';
import { fromSnapshot, loaded, newestSeq, newThread, olderLoaded, reduceThread, withSignal, withStored } from '../store/threads.ts';
import type { Surroundings } from './desk.ts';

/** Threads kept live, so that going back to one is instant. */
const KEPT_THREADS = 8;
/** How much of the ticket's past is replayed to show what happened between the messages; a gap under 100 is always replayed. */
const REPLAYED = 90;

/** Keeps open threads true: reads the newest page by REST, then follows the ticket's topic from there. */
export class Reading {
  readonly storage: TextStorage;
  readonly #me: Me;
  readonly #store: Store;
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #connection: Connection;
  /** Ticket → newest seq that was on this agent's screen. */
  readonly #seen = new Map<number, number>();
  readonly #reread = new Map<number, number>();
  #recent: number[] = [];

  constructor(me: Me, around: Surroundings, connection: Connection) {
    this.#me = me;
    this.#store = around.store;
    this.#api = around.api;
    this.#clock = around.clock;
    this.#connection = connection;
    this.storage = around.storage;
  }

  open(number: number): void {
    this.#recent = [number, ...this.#recent.filter((known) => known !== number)];
    for (const evicted of this.#recent.splice(KEPT_THREADS)) this.#close(evicted);
    const thread = this.#store.getState().threads.get(number);
    if (thread === undefined || thread.phase === 'failed') {
      this.#set(newThread(number));
      void this.#load(number, true);
    }
  }

  /** Reads the newest page again; used when signed attachment addresses ran out, too. */
  refresh(number: number): void {
    const now = this.#clock.now();
    if (now - (this.#reread.get(number) ?? 0) < 30_000) return;
    this.#reread.set(number, now);
    void this.#load(number, false);
  }

  async older(number: number): Promise<void> {
    const thread = this.#thread(number);
    const oldest = thread?.messages[0];
    if (thread === undefined || oldest === undefined || !thread.hasOlder || thread.older === 'loading') return;
    this.#set({ ...thread, older: 'loading' });
    try {
      const page = await this.#api.messages(number, oldest.seq);
      this.#update(number, (now) => olderLoaded(now, page.data, PAGE_SIZE));
    } catch {
      this.#update(number, (now) => ({ ...now, older: 'failed' }));
    }
  }

  event(topic: string, s: number, event: TicketEvent): void {
    const number = numberOf(topic);
    this.#update(number, (thread) => reduceThread(thread, s, event));
    if (this.#thread(number)?.isStale === true) void this.#load(number, false);
  }

  snapshot(topic: string, seq: number, snapshot: Snapshot): void {
    this.#update(numberOf(topic), (thread) => fromSnapshot(thread, seq, snapshot, PAGE_SIZE));
  }

  restarted(topic: string): void {
    // The gap is unknown: the thread may be true for a later seq of another epoch.
    this.#update(numberOf(topic), (thread) => ({ ...thread, asOf: 0 }));
    void this.#load(numberOf(topic), false);
  }

  signal(frame: SignalFrame): void {
    if (frame.topic.startsWith('ticket:')) this.#update(numberOf(frame.topic), (thread) => withSignal(thread, frame, this.#clock.now()));
  }

  lost(topic: string): void {
    this.#update(numberOf(topic), (thread) => ({ ...thread, phase: 'failed', problem: 'not-found' }));
  }

  stored(message: Message): void {
    this.#update(message.ticket, (thread) => withStored(thread, message));
  }

  /** The newest message is on screen and somebody looks: colleagues need not know, but the visitor may see "read". */
  sawAll(number: number): void {
    const thread = this.#thread(number);
    const newest = thread?.messages.at(-1);
    if (newest === undefined) return;
    this.#store.setState((state) => {
      const last = state.book.entries.get(number)?.ticket.lastMessage;
      return { seen: withSeen(state.seen, number, last?.id ?? newest.id) };
    });
    saveSeen(this.storage, this.#me.id, this.#store.getState().seen);
    if ((this.#seen.get(number) ?? 0) >= newest.seq) return;
    this.#seen.set(number, newest.seq);
    this.#api.read(number, newest.seq).catch(() => {
      // Told again with the next message; nothing depends on this one.
    });
  }

  /** The newest seq this agent has seen: what a reply is written in answer to. */
  lastSeen(number: number): number {
    return this.#seen.get(number) ?? newestSeq(this.#thread(number) ?? newThread(number));
  }

  async #load(number: number, isFirst: boolean): Promise<void> {
    try {
      const [page, { heads, ...ticket }] = await Promise.all([this.#api.messages(number), this.#api.ticket(number)]);
      const asOf = page.heads[ticketTopic(number)] ?? page.data.at(-1)?.seq ?? ticket.seq;
      this.#store.setState((state) => ({ book: withAnswer(state.book, [ticket], heads) }));
      this.#update(number, (thread) => loaded(thread, page.data, asOf, PAGE_SIZE));
      const thread = this.#thread(number);
      if (isFirst && thread !== undefined) {
        this.#seen.set(number, newestSeq(thread));
        this.#tellRead(number, thread);
        this.#connection.resubscribe(ticketTopic(number), Math.max(0, asOf - REPLAYED));
      }
    } catch (problem) {
      const code = problem instanceof Problem ? problem.code : 'other';
      this.#update(number, (thread) => (thread.phase === 'ready' ? thread : { ...thread, phase: 'failed', problem: code }));
    }
  }

  /** Opening a thread shows its newest messages. */
  #tellRead(number: number, thread: Thread): void {
    const seq = newestSeq(thread);
    if (seq > 0) this.#api.read(number, seq).catch(() => undefined);
  }

  #close(number: number): void {
    this.#connection.unsubscribe(ticketTopic(number));
    this.#store.setState((state) => ({ threads: new Map([...state.threads].filter(([known]) => known !== number)) }));
  }

  #thread(number: number): Thread | undefined {
    return this.#store.getState().threads.get(number);
  }

  #set(thread: Thread): void {
    this.#store.setState((state) => ({ threads: entered(state.threads, thread.number, thread) }));
  }

  #update(number: number, change: (thread: Thread) => Thread): void {
    const thread = this.#thread(number);
    if (thread !== undefined) this.#set(change(thread));
  }
}

function numberOf(topic: string): number {
  return Number(topic.slice('ticket:'.length));
}
