import type { Api, TicketPage } from '../link/api.ts';
import type { Cancel, Clock } from '../link/backoff.ts';
import type { Connection } from '../link/connection.ts';
import type { Snapshot, TicketEvent } from '../link/frames.ts';
import { Problem } from '../link/http.ts';
import type { Me } from '../model/people.ts';
import type { Heads, Ticket } from '../model/ticket.ts';
import { inboxTopic } from '../model/ticket.ts';
import type { Book, PlacedEvent } from '../store/book.ts';
import { newestFirst, pruned, withAnswer, withEvents, withoutInbox, withoutTicket, withSnapshot } from '../store/book.ts';
import type { Filter } from '../store/filter.ts';
import { matches, queryOf } from '../store/filter.ts';
import type { ListState } from '../store/lists.ts';
import { listKey, NEW_LIST, withPage } from '../store/lists.ts';
import type { Store } from '../store/state.ts';
import { entered } from '../store/state.ts';
import type { Surroundings } from './desk.ts';

/** Events that arrive within one frame are painted together. */
const BATCH_MS = 16;
const WANTED_MS = 200;
const AGAIN_MS = 5_000;
const MOST_WANTED = 20;
const MOST_TICKETS = 3_000;
const KEPT_TICKETS = 2_000;

/** Keeps the ticket lists true: reads them by REST, then follows each inbox from the heads of that answer. */
export class Following {
  readonly #me: Me;
  readonly #store: Store;
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #connection: Connection;
  #filter: Filter | undefined;
  #queue: PlacedEvent[] = [];
  #flushing: Cancel | undefined;
  #fetching: Cancel | undefined;
  #reading = new AbortController();
  /** Told of every batch after it was applied. */
  onEvents: (events: readonly PlacedEvent[]) => void = () => undefined;

  constructor(me: Me, around: Surroundings, connection: Connection) {
    this.#me = me;
    this.#store = around.store;
    this.#api = around.api;
    this.#clock = around.clock;
    this.#connection = connection;
  }

  stop(): void {
    this.#flushing?.();
    this.#fetching?.();
    this.#reading.abort();
    this.#filter = undefined;
  }

  /** Names of inboxes and agents: a failure leaves what was known. */
  async readDirectory(): Promise<void> {
    const [inboxes, agents] = await Promise.allSettled([this.#api.inboxes(), this.#api.agents()]);
    if (inboxes.status === 'fulfilled') {
      this.#store.setState({ inboxes: inboxes.value });
      this.#follow({});
    }
    if (agents.status === 'fulfilled') this.#store.setState({ agents: agents.value });
  }

  /** Shows a list; one that was read before stays on screen while it is read anew. */
  async show(filter: Filter): Promise<void> {
    this.#filter = filter;
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const key = listKey(filter);
    if (!this.#store.getState().lists.has(key)) this.#setList(key, NEW_LIST);
    try {
      const page = await this.#api.tickets(queryOf(filter), undefined, reading.signal);
      if (!reading.signal.aborted) this.#firstPage(filter, page);
    } catch (problem) {
      if (!reading.signal.aborted) this.#failed(key, problem);
    }
  }

  async more(filter: Filter): Promise<void> {
    const key = listKey(filter);
    const list = this.#store.getState().lists.get(key);
    if (list?.next === undefined || list.loadingMore) return;
    this.#setList(key, { ...list, loadingMore: true });
    try {
      const page = await this.#api.tickets(queryOf(filter), list.next);
      this.#store.setState((state) => ({ book: withAnswer(state.book, page.data, page.heads) }));
      this.#updateList(key, (now) => withPage(now, page.data, page.page.next ?? undefined, false, filter.q !== ''));
    } catch {
      this.#updateList(key, (now) => ({ ...now, loadingMore: false }));
    }
  }

  event(topic: string, s: number, event: TicketEvent): void {
    this.#queue.push({ topic, s, event });
    this.#flushing ??= this.#clock.after(BATCH_MS, () => this.#flush());
  }

  snapshot(topic: string, position: number, snapshot: Snapshot): void {
    this.#flush();
    const inbox = inboxOf(topic);
    this.#store.setState((state) => ({ book: withSnapshot(state.book, inbox, position, snapshot.tickets ?? []) }));
    this.#readAgain();
  }

  restarted(topic: string): void {
    this.#flush();
    const inbox = inboxOf(topic);
    // What is known may be older than the gap: any answer is newer.
    this.#store.setState(({ book }) => ({
      book: { ...book, entries: new Map([...book.entries].map(([number, entry]) => [number, entry.ticket.inbox === inbox ? { ...entry, asOf: 0 } : entry])) },
    }));
    this.#readAgain();
  }

  lost(topic: string): void {
    this.#flush();
    const inbox = inboxOf(topic);
    this.#store.setState((state) => ({
      book: withoutInbox(state.book, inbox),
      inboxes: state.inboxes.filter((known) => known.name !== inbox),
    }));
  }

  #firstPage(filter: Filter, page: TicketPage): void {
    const isSearch = filter.q !== '';
    const next = page.page.next ?? undefined;
    this.#flush();
    this.#store.setState((state) => ({
      book: withAnswer(isSearch ? state.book : this.#withoutGone(state.book, filter, page, next), page.data, page.heads),
      lists: entered(state.lists, listKey(filter), withPage(NEW_LIST, page.data, next, true, isSearch)),
    }));
    this.#follow(page.heads);
  }

  /** A ticket that should be on the page and is not has left the list while nobody watched: it is no longer known. */
  #withoutGone(book: Book, filter: Filter, page: TicketPage, next: string | undefined): Book {
    const listed = new Set(page.data.map((ticket) => ticket.number));
    const last = next === undefined ? undefined : page.data.at(-1);
    const isGone = (ticket: Ticket, asOf: number): boolean =>
      matches(filter, ticket, this.#me.id) && !listed.has(ticket.number)
      && asOf < (page.heads[inboxTopic(ticket.inbox)] ?? 0)
      && (last === undefined || newestFirst(ticket, last) < 0);
    return { ...book, entries: new Map([...book.entries].filter(([, entry]) => !isGone(entry.ticket, entry.asOf))) };
  }

  /** Inboxes that the answer spoke of are followed from its heads, others from now on. */
  #follow(heads: Heads): void {
    for (const [topic, head] of Object.entries(heads)) if (topic.startsWith('inbox:')) this.#connection.subscribe(topic, head);
    const { inboxes, lists } = this.#store.getState();
    const isFirstListRead = [...lists.values()].some((list) => list.phase === 'ready');
    if (isFirstListRead) for (const inbox of inboxes) this.#connection.subscribe(inboxTopic(inbox.name));
  }

  #flush(): void {
    this.#flushing?.();
    this.#flushing = undefined;
    const events = this.#queue;
    if (events.length === 0) return;
    this.#queue = [];
    this.#store.setState((state) => ({ book: withEvents(state.book, events) }));
    this.#prune();
    if (this.#store.getState().book.wanted.size > 0) this.#fetching ??= this.#clock.after(WANTED_MS, () => void this.#fetchWanted());
    this.onEvents(events);
  }

  /** Reads tickets that events spoke of; when there are many, the list is cheaper. */
  async #fetchWanted(): Promise<void> {
    this.#fetching = undefined;
    const wanted = [...this.#store.getState().book.wanted.keys()];
    if (wanted.length > MOST_WANTED) {
      this.#store.setState((state) => ({ book: { ...state.book, wanted: new Map() } }));
      return this.#readAgain();
    }
    await Promise.all(wanted.map((number) => this.#fetch(number)));
    if (this.#store.getState().book.wanted.size > 0) this.#fetching ??= this.#clock.after(AGAIN_MS, () => void this.#fetchWanted());
  }

  async #fetch(number: number): Promise<void> {
    try {
      const { heads, ...ticket } = await this.#api.ticket(number);
      this.#store.setState((state) => ({ book: withAnswer(state.book, [ticket], heads) }));
    } catch (problem) {
      const isGone = problem instanceof Problem && !problem.isPassing;
      if (isGone) this.#store.setState((state) => ({ book: withoutTicket(state.book, number) }));
    }
  }

  #prune(): void {
    const { book, threads } = this.#store.getState();
    if (book.entries.size <= MOST_TICKETS) return;
    // Lists that reached further down are read again when they are shown.
    this.#store.setState({ book: pruned(book, KEPT_TICKETS, new Set(threads.keys())), lists: new Map() });
    this.#readAgain();
  }

  #readAgain(): void {
    if (this.#filter === undefined) return;
    const key = listKey(this.#filter);
    const current = this.#store.getState().lists.get(key);
    this.#store.setState({ lists: current === undefined ? new Map() : new Map([[key, current]]) });
    void this.show(this.#filter);
  }

  #failed(key: string, problem: unknown): void {
    const code = problem instanceof Problem ? problem.code : 'other';
    this.#updateList(key, (list) => (list.phase === 'ready' ? list : { ...list, phase: 'failed', problem: code }));
  }

  #setList(key: string, list: ListState): void {
    this.#store.setState((state) => ({ lists: entered(state.lists, key, list) }));
  }

  #updateList(key: string, change: (list: ListState) => ListState): void {
    const list = this.#store.getState().lists.get(key);
    if (list !== undefined) this.#setList(key, change(list));
  }
}

function inboxOf(topic: string): string {
  return topic.slice('inbox:'.length);
}

