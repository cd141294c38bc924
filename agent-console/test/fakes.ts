import type { Clock } from '../src/link/backoff.ts';
import type { ConnectionListener, ConnectionState, SocketLike } from '../src/link/connection.ts';
import type { SignalFrame, Snapshot, TicketEvent } from '../src/link/frames.ts';
import type { TextStorage } from '../src/store/drafts.ts';

/** Time that moves only when a test says so. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-11-21T12:00:00.000Z');
  #timers: { at: number; run: () => void }[] = [];

  now = (): number => this.#now;

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((known) => known !== timer);
    };
  }

  /** Lets time pass, and promises settle between the timers. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#timers = this.#timers.filter((known) => known !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settled();
    }
    this.#now = end;
  }
}

export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export class FakeSocket implements SocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closedWith: number | undefined;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(code?: number): void {
    this.closedWith = code ?? 1005;
  }

  opens(): void {
    this.onopen?.(undefined as never);
  }

  receives(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  receivesText(data: unknown): void {
    this.onmessage?.({ data });
  }

  drops(code: number): void {
    this.onclose?.({ code });
  }

  last(t: string): Record<string, unknown> {
    const frame = this.sent.findLast((sent) => sent['t'] === t);
    if (frame === undefined) throw new Error(`no "${t}" was sent: ${JSON.stringify(this.sent)}`);
    return frame;
  }

  count(t: string): number {
    return this.sent.filter((frame) => frame['t'] === t).length;
  }
}

export class Heard implements ConnectionListener {
  readonly states: ConnectionState[] = [];
  readonly events: [string, number, string][] = [];
  readonly full: { topic: string; s: number; event: TicketEvent }[] = [];
  readonly snapshots: [string, number, Snapshot][] = [];
  readonly restarts: [string, number][] = [];
  readonly signals: SignalFrame[] = [];
  readonly losses: string[] = [];
  grants = 0;
  readonly follows: string[] = [];

  state(state: ConnectionState): void {
    this.states.push(state);
  }

  event(topic: string, s: number, event: TicketEvent): void {
    this.events.push([topic, s, event.k]);
    this.full.push({ topic, s, event });
  }

  snapshot(topic: string, seq: number, snapshot: Snapshot): void {
    this.snapshots.push([topic, seq, snapshot]);
  }

  restarted(topic: string, seq: number): void {
    this.restarts.push([topic, seq]);
  }

  signal(frame: SignalFrame): void {
    this.signals.push(frame);
  }

  followed(topic: string): void {
    this.follows.push(topic);
  }

  lost(topic: string): void {
    this.losses.push(topic);
  }

  granted(): void {
    this.grants += 1;
  }
}

export class FakeStorage implements TextStorage {
  readonly #entries = new Map<string, string>();
  isFull = false;

  get length(): number {
    return this.#entries.size;
  }

  key(index: number): string | null {
    return [...this.#entries.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#entries.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.#entries.set(key, value);
  }

  removeItem(key: string): void {
    this.#entries.delete(key);
  }
}
