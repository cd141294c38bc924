/** Where one topic stands. Pure bookkeeping: the connection acts on what `take` answers. */

export interface Cursor {
  readonly epoch: string | undefined;
  readonly seq: number;
}

export type Verdict = 'deliver' | 'duplicate' | 'hole' | 'not-ours';

/** After this many vain replays in a row the topic starts afresh and the state is read again. */
const VAIN_REPLAYS = 3;

interface Entry {
  cursor: Cursor | undefined;
  pending: { id: number; at: number } | undefined;
  vain: number;
}

export class Cursors {
  readonly #topics = new Map<string, Entry>();

  topics(): readonly string[] {
    return [...this.#topics.keys()];
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  of(topic: string): Cursor | undefined {
    return this.#topics.get(topic)?.cursor;
  }

  add(topic: string, cursor: Cursor | undefined): void {
    this.#topics.set(topic, { cursor, pending: undefined, vain: 0 });
  }

  drop(topic: string): void {
    this.#topics.delete(topic);
  }

  /** The answer of a `sub` that is under way, if any: the topic of request `id`. */
  topicOf(id: number): string | undefined {
    for (const [topic, entry] of this.#topics) if (entry.pending?.id === id) return topic;
    return undefined;
  }

  asked(topic: string, id: number, at: number): void {
    const entry = this.#topics.get(topic);
    if (entry !== undefined) entry.pending = { id, at };
  }

  answered(topic: string): void {
    const entry = this.#topics.get(topic);
    if (entry !== undefined) entry.pending = undefined;
  }

  isAsking(topic: string): boolean {
    return this.#topics.get(topic)?.pending !== undefined;
  }

  /** Topics whose `sub` has waited for an answer since before `limit`. */
  unanswered(limit: number): readonly string[] {
    return this.topics().filter((topic) => (this.#topics.get(topic)?.pending?.at ?? Infinity) < limit);
  }

  /** A new socket: no request of the old one will be answered. */
  disconnected(): void {
    for (const entry of this.#topics.values()) entry.pending = undefined;
  }

  forget(): void {
    for (const entry of this.#topics.values()) entry.cursor = undefined;
  }

  set(topic: string, cursor: Cursor): void {
    const entry = this.#topics.get(topic);
    if (entry !== undefined) entry.cursor = cursor;
  }

  /** Takes position `s` of `topic`; moves only when it is the next one. */
  take(topic: string, s: number): Verdict {
    const entry = this.#topics.get(topic);
    if (entry?.cursor === undefined) return 'not-ours';
    if (s <= entry.cursor.seq) return 'duplicate';
    if (s > entry.cursor.seq + 1) return 'hole';
    entry.cursor = { epoch: entry.cursor.epoch, seq: s };
    entry.vain = 0;
    return 'deliver';
  }

  /** Counts a replay about to be asked for; gives the cursor up when replays lead nowhere. */
  replaying(topic: string): void {
    const entry = this.#topics.get(topic);
    if (entry === undefined) return;
    entry.vain += 1;
    if (entry.vain > VAIN_REPLAYS) {
      entry.cursor = undefined;
      entry.vain = 0;
    }
  }
}
