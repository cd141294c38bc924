import type { Handover, ToLauncher, ToPanel } from "../embed/messages";
import { HANDOVER } from "../embed/messages";
import type { Host } from "../embed/host";
import type { Clock } from "../link/clock";
import type { Socket } from "../link/connection";
import type { Message, Welcome } from "../link/protocol";

/** A clock that moves only when told; `random` is what the test sets. */
export class FakeClock implements Clock {
  time = 1_000_000;
  chance = 0.5;
  #timers: { at: number; run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.#timers.push(timer);
    return () => { this.#timers = this.#timers.filter((t) => t !== timer); };
  }

  get pending(): number {
    return this.#timers.length;
  }

  /** Runs what is due, in order, and lets promises settle in between. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const next = this.#timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = next.at;
      this.#timers = this.#timers.filter((t) => t !== next);
      next.run();
      await settle();
    }
    this.time = end;
    await settle();
  }
}

/** Lets everything that only waits for promises happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

export interface Sent {
  readonly t: string;
  readonly id?: number;
  readonly d: Record<string, unknown>;
}

export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  readonly sent: Sent[] = [];
  closedWith: number | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Sent);
  }

  close(code: number): void {
    this.closedWith ??= code;
  }

  says(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  drops(code: number): void {
    this.onclose?.({ code });
  }

  last(t: string): Sent {
    const found = this.sent.findLast((f) => f.t === t);
    if (!found) throw new Error(`no ${t} was sent: ${this.sent.map((f) => f.t).join(", ")}`);
    return found;
  }

  count(t: string): number {
    return this.sent.filter((f) => f.t === t).length;
  }

  answers(t: string, d: object = {}): void {
    this.says({ t: "ok", re: this.last(t).id, d });
  }
}

/** The page's storage, shared by the hosts of several tabs. */
export class FakeStorage {
  readonly entries = new Map<string, string>();
  readonly tabs = new Set<FakeHost>();

  put(from: FakeHost, k: string, v: string | null): void {
    if (v === null) this.entries.delete(k);
    else this.entries.set(k, v);
    for (const tab of this.tabs) if (tab !== from) tab.hear({ t: "entry", k, v });
  }
}

export class FakeHost implements Host {
  readonly given: Handover;
  readonly said: ToLauncher[] = [];
  readonly #storage: FakeStorage;
  hear: (message: ToPanel) => void = () => undefined;

  constructor(storage = new FakeStorage()) {
    this.#storage = storage;
    storage.tabs.add(this);
    this.given = {
      t: HANDOVER, inbox: "web", locale: "en", color: undefined, title: undefined, open: true, full: false, focus: true, proof: undefined,
      page: { url: "https://shop.example.com/x", title: "Shop", ref: "" }, entries: Object.fromEntries(storage.entries),
    };
  }

  say(message: ToLauncher): void {
    this.said.push(message);
  }

  entries(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve(Object.fromEntries(this.#storage.entries));
  }

  put(key: string, value: string | null): void {
    this.#storage.put(this, key, value);
  }

  listen(hear: (message: ToPanel) => void): void {
    this.hear = hear;
  }
}

export function message(n: number, by: Message["by"]["k"] = "agent", cid?: string): Message {
  return { mid: `m_${n}`, ...(cid === undefined ? {} : { cid }), by: { k: by }, text: `text ${n}`, att: [], at: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString() };
}

export function welcomeOf(d: Partial<Welcome> = {}): Welcome {
  return {
    vid: "v_1", vtok: "tok-1", epoch: "e1", seq: 0, recovered: true, hb: 25, limits: { text: 4000, file: 20_971_520 },
    agents: { online: true }, conv: null, known: [], form: null, read: {}, ...d,
  };
}
