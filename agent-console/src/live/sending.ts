import type { Api } from '../link/api.ts';
import type { Cancel, Clock } from '../link/backoff.ts';
import { backoffMs } from '../link/backoff.ts';
import { Problem } from '../link/http.ts';
import type { Me } from '../model/people.ts';
import type { Recipients } from '../model/mail.ts';
import type { Attachment } from '../model/ticket.ts';
import type { Drafts, TextStorage } from '../store/drafts.ts';
import { keysOf } from '../store/drafts.ts';
import type { Outgoing, OutgoingState } from '../store/outgoing.ts';
import { withOutgoing, withoutOutgoing, withState } from '../store/outgoing.ts';
import type { Store } from '../store/state.ts';
import { newestSeq } from '../store/threads.ts';
import type { Surroundings } from './desk.ts';
import type { Reading } from './reading.ts';

/**
 * Sends replies and notes. Each carries one Idempotency-Key for all its tries, so that a lost answer never doubles it. Only a
 * refusal ends in failure: while the line or the server is down a message waits, and those written after it wait behind it.
 */
export class Sending {
  readonly #me: Me;
  readonly #store: Store;
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #newKey: () => string;
  readonly #storage: TextStorage;
  readonly #prefix: string;
  readonly #reading: Reading;
  readonly #drafts: Drafts;
  /** Ticket → the send that is under way: messages of one ticket keep their order. */
  readonly #lines = new Map<number, Promise<void>>();
  readonly #pauses = new Set<Pause>();
  /** Counts how often the live connection opened. */
  #openings = 0;
  /** Grows with each stop: what an earlier run left under way ends by itself. */
  #run = 0;

  constructor(me: Me, around: Surroundings, reading: Reading, drafts: Drafts) {
    this.#me = me;
    this.#store = around.store;
    this.#api = around.api;
    this.#clock = around.clock;
    this.#random = around.random;
    this.#newKey = around.newKey;
    this.#storage = around.storage;
    this.#prefix = `tributary.outgoing.${me.id}.`;
    this.#reading = reading;
    this.#drafts = drafts;
  }

  send(ticket: number, kind: 'reply' | 'note', text: string, attachments: readonly Attachment[], recipients?: Recipients): void {
    const thread = this.#store.getState().threads.get(ticket);
    this.#add({
      key: this.#newKey(), ticket, kind, text, attachments, ...(recipients === undefined ? {} : { recipients }), author: this.#me.name, authorId: this.#me.id,
      lastSeen: this.#reading.lastSeen(ticket), after: thread === undefined ? 0 : newestSeq(thread),
      at: new Date(this.#clock.now()).toISOString(), force: false, state: { type: 'sending' },
    });
  }

  /** Tries again with the same key: if the first try reached the server after all, its answer comes back. */
  retry(key: string): void {
    const entry = this.#find(key);
    if (entry?.state.type === 'failed') this.#add({ ...entry, state: { type: 'sending' } });
  }

  /** Sends although something newer arrived. The refusal had no effect, so this is a new request with a new key. */
  force(key: string): void {
    const entry = this.#find(key);
    if (entry?.state.type !== 'stale') return;
    this.#remove(key);
    this.#add({ ...entry, key: this.#newKey(), force: true, state: { type: 'sending' } });
  }

  /** Hands the words back to the composer, after whatever stands there. */
  edit(key: string): void {
    const entry = this.#find(key);
    if (entry === undefined || entry.state.type === 'sending') return;
    const draft = this.#drafts.of(entry.ticket, entry.kind);
    const text = draft.text === '' ? entry.text : `${entry.text}\n${draft.text}`;
    this.#drafts.keep(entry.ticket, entry.kind, text, [...entry.attachments, ...draft.attachments], draft.recipients ?? entry.recipients);
    this.#store.setState((state) => ({ draftEdits: state.draftEdits + 1 }));
    this.#remove(key);
  }

  discard(key: string): void {
    if (this.#find(key)?.state.type !== 'sending') this.#remove(key);
  }

  /** Takes up what a reload or a log-out interrupted. */
  resume(): void {
    const kept = keysOf(this.#storage, this.#prefix).flatMap((key) => this.#read(key));
    for (const entry of kept.sort((a, b) => a.at.localeCompare(b.at))) this.#add(entry);
  }

  /** The live connection opened: what waits for the line goes out now. A limit's pause is kept. */
  opened(): void {
    this.#openings += 1;
    for (const pause of [...this.#pauses]) if (pause.isForLine) pause.end();
  }

  stop(): void {
    this.#run += 1;
    for (const pause of this.#pauses) pause.cancel();
    this.#pauses.clear();
    this.#lines.clear();
  }

  #add(entry: Outgoing): void {
    this.#store.setState((state) => ({ outgoing: withOutgoing(state.outgoing, entry) }));
    this.#keep(entry);
    if (entry.state.type !== 'sending') return;
    const run = this.#run;
    const line = (this.#lines.get(entry.ticket) ?? Promise.resolve()).then(() => this.#deliver(entry, run));
    this.#lines.set(entry.ticket, line);
  }

  /** Ends when the server has the message or refused it. */
  async #deliver(entry: Outgoing, run: number): Promise<void> {
    for (let failures = 0; run === this.#run; ) {
      const openings = this.#openings;
      const problem = await this.#attempt(entry);
      if (problem === undefined) return this.#remove(entry.key);
      if (run !== this.#run) return;
      if (!problem.isPassing) return this.#settle(entry, stateAfter(problem));
      this.#settle(entry, { type: 'sending', isWaiting: true });
      // Opened while the request hung on the old line: no reason to be patient.
      failures = openings === this.#openings ? failures + 1 : 1;
      await this.#pause((problem.retryAfterSeconds ?? 0) * 1000 + backoffMs(failures, this.#random), problem.status !== 429);
      if (this.#openings !== openings) failures = 0;
    }
  }

  async #attempt(entry: Outgoing): Promise<Problem | undefined> {
    try {
      this.#reading.stored(await this.#api.send(entry.ticket, bodyOf(entry), entry.key));
      return undefined;
    } catch (problem) {
      return problem instanceof Problem ? problem : new Problem('other', 400);
    }
  }

  #settle(entry: Outgoing, state: OutgoingState): void {
    this.#store.setState((now) => ({ outgoing: withState(now.outgoing, entry.key, state) }));
    this.#keep({ ...entry, state });
  }

  #pause(ms: number, isForLine: boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#pauses.delete(pause);
        resolve();
      };
      const cancel = this.#clock.after(ms, end);
      const pause: Pause = { isForLine, cancel, end };
      this.#pauses.add(pause);
    });
  }

  #find(key: string): Outgoing | undefined {
    return this.#store.getState().outgoing.find((entry) => entry.key === key);
  }

  #remove(key: string): void {
    this.#store.setState((state) => ({ outgoing: withoutOutgoing(state.outgoing, key) }));
    this.#forget(key);
  }

  #keep(entry: Outgoing): void {
    try {
      this.#storage.setItem(this.#prefix + entry.key, JSON.stringify(entry));
    } catch {
      // Quota or privacy mode: the words are still on the screen.
    }
  }

  #forget(key: string): void {
    this.#storage.removeItem(this.#prefix + key);
  }

  #read(key: string): readonly Outgoing[] {
    try {
      const entry = JSON.parse(this.#storage.getItem(key) ?? 'null') as Outgoing | null;
      return entry === null || typeof entry.text !== 'string' || entry.state === undefined ? [] : [entry];
    } catch {
      return [];
    }
  }
}

/** The time between two tries; one that waits for the line ends when it opens. */
interface Pause {
  readonly isForLine: boolean;
  readonly cancel: Cancel;
  readonly end: () => void;
}

function bodyOf(entry: Outgoing) {
  return {
    kind: entry.kind,
    text: entry.text,
    ...(entry.attachments.length === 0 ? {} : { attachments: entry.attachments.map((attachment) => attachment.id) }),
    ...(entry.kind === 'note' ? {} : { ...entry.recipients, lastSeen: entry.lastSeen }),
    ...(entry.force ? { force: true } : {}),
  };
}

function stateAfter(problem: Problem): OutgoingState {
  const { detail } = problem.members;
  if (problem.code !== 'stale-context') return { type: 'failed', code: problem.code, ...(typeof detail === 'string' ? { detail } : {}) };
  return { type: 'stale', seq: typeof problem.members['seq'] === 'number' ? problem.members['seq'] : 0 };
}
