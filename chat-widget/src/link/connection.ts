import type { Clock } from "./clock";
import { delay, MALFORMED, NEW_HELLO, NO_PONG, type Remedy, type StopReason, type Verdict, verdict } from "./closing";
import { parse } from "./parse";
import type { Hello, Notices, Problem, Requests, ServerFrame } from "./protocol";
import { Malformed, type Shape } from "./shape";

/** The part of `WebSocket` that is used. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(text: string): void;
  close(code: number): void;
}

export interface Surroundings {
  readonly clock: Clock;
  dial(): Socket;
  online(): boolean;
  visible(): boolean;
}

export interface Owner {
  /** Asked anew for each connection: another tab may hold a newer token by now. */
  hello(): Promise<Hello>;
  position(): { readonly epoch: string; readonly seq: number };
  /** `welcome`, stream pushes, snapshots and ephemera, in the order they came. */
  frame(frame: ServerFrame): void;
  remedy(remedy: Remedy): void;
  changed(state: ConnectionState): void;
}

export type ConnectionState =
  | { readonly k: "idle" }
  | { readonly k: "connecting" }
  | { readonly k: "open" }
  | { readonly k: "waiting" }
  | { readonly k: "closed"; readonly reason: StopReason };

export type Reply =
  | { readonly k: "ok"; readonly d: Shape }
  | { readonly k: "err"; readonly problem: Problem }
  /** The connection went before an answer came: it may or may not have been done. */
  | { readonly k: "lost" };

const HANDSHAKE_MS = 15_000;
const HIDDEN_PATIENCE_MS = 75_000;
const PROBE_MS = 5_000;
const STABLE_MS = 30_000;
const OFFLINE_LOOK_MS = 30_000;

type Timer = "watch" | "stable" | "retry" | "probe";

/** Keeps one socket to the gateway: idle, connecting, open (after welcome), waiting, closed. */
export class Connection {
  #state: ConnectionState = { k: "idle" };
  #socket: Socket | null = null;
  #attempt = 0;
  #lateHellos = 0;
  #retryAfterMs = 0;
  #patient = false;
  #heardAt = 0;
  #heartbeatMs = 25_000;
  #lastId = 0;
  readonly #asked = new Map<number, (reply: Reply) => void>();
  readonly #timers = new Map<Timer, () => void>();
  readonly #at: Surroundings;
  readonly #owner: Owner;

  constructor(at: Surroundings, owner: Owner) {
    this.#at = at;
    this.#owner = owner;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connects, unless a connection is there or on its way; also from `closed`, when a person asks for it. */
  start(): void {
    if (this.#state.k === "idle" || this.#state.k === "closed") this.#connect();
  }

  stop(): void {
    this.#leave(1000);
    this.#become({ k: "idle" });
  }

  /** A new hello on a new socket, soon: the session changed or the server asked for it. */
  renew(): void {
    if (this.#state.k !== "connecting" && this.#state.k !== "open") return;
    this.#leave(NEW_HELLO);
    this.#wait("backoff");
  }

  /** The tab or the network came or went: do not wait for a timer to find out. */
  check(): void {
    if (this.#state.k === "waiting" && !this.#patient && this.#at.online()) this.#connect();
    if (this.#state.k === "open") this.#probe();
  }

  request<T extends keyof Requests>(t: T, d: Requests[T]): Promise<Reply> {
    if (this.#state.k !== "open") return Promise.resolve({ k: "lost" });
    const id = ++this.#lastId;
    const answer = new Promise<Reply>((resolve) => this.#asked.set(id, resolve));
    this.#send({ t, id, d });
    return answer;
  }

  notify<T extends keyof Notices>(t: T, d: Notices[T]): boolean {
    if (this.#state.k !== "open") return false;
    this.#send({ t, d });
    return true;
  }

  #connect(): void {
    this.#leave(1000);
    this.#become({ k: "connecting" });
    this.#retryAfterMs = 0;
    const socket = this.#at.dial();
    this.#socket = socket;
    socket.onopen = () => void this.#greet(socket);
    socket.onmessage = (event) => this.#receive(socket, event.data);
    socket.onclose = (event) => this.#closed(event.code);
    this.#timer("watch", HANDSHAKE_MS, () => this.#lost());
  }

  async #greet(socket: Socket): Promise<void> {
    const d = await this.#owner.hello();
    if (this.#socket === socket) this.#send({ t: "hello", id: ++this.#lastId, d });
  }

  #receive(socket: Socket, data: unknown): void {
    this.#heardAt = this.#at.clock.now();
    try {
      for (const frame of parse(data)) {
        if (this.#socket !== socket) return;
        this.#take(frame);
      }
    } catch (problem) {
      if (!(problem instanceof Malformed)) throw problem;
      console.warn("tributary:", problem.message);
      this.#leave(MALFORMED);
      this.#wait("backoff");
      return;
    }
    if (this.#state.k === "open") this.#watch();
  }

  #take(frame: ServerFrame): void {
    switch (frame.t) {
      case "ping": this.#send({ t: "pong" }); break;
      case "bye": this.#retryAfterMs = frame.d.retryAfter * 1000; break;
      case "ok": this.#answer(frame.re, { k: "ok", d: frame.d }); break;
      case "err": this.#refused(frame.re, frame.d); break;
      case "welcome": this.#welcomed(frame.d.hb); this.#owner.frame(frame); break;
      default: this.#owner.frame(frame);
    }
  }

  #welcomed(hb: number): void {
    this.#heartbeatMs = hb * 1000;
    this.#lateHellos = 0;
    this.#timer("stable", STABLE_MS, () => { this.#attempt = 0; });
    this.#become({ k: "open" });
  }

  /** An err that answers hello says only how long to stay away; the close code that follows decides. */
  #refused(re: number, problem: Problem): void {
    if (this.#state.k === "connecting") this.#retryAfterMs = (problem.retryAfter ?? 0) * 1000;
    else this.#answer(re, { k: "err", problem });
  }

  #answer(id: number, reply: Reply): void {
    const resolve = this.#asked.get(id);
    this.#asked.delete(id);
    resolve?.(reply);
  }

  #closed(code: number): void {
    if (code === 3502) this.#lateHellos++;
    this.#leave(1000);
    this.#obey(verdict(code, this.#lateHellos));
  }

  #obey(v: Verdict): void {
    if (v.k === "stop") {
      this.#become({ k: "closed", reason: v.reason });
      return;
    }
    if (v.remedy !== "none") this.#owner.remedy(v.remedy);
    this.#wait(v.pace);
  }

  #wait(pace: "backoff" | "spread" | "slow"): void {
    const { clock } = this.#at;
    this.#patient = pace !== "backoff" || this.#retryAfterMs > 0;
    const ms = delay(pace, this.#attempt++, this.#retryAfterMs, clock.random());
    this.#become({ k: "waiting" });
    this.#timer("retry", ms, () => this.#retry());
  }

  /** Offline: the `online` event decides, and a look now and then, because browsers are sometimes wrong about it. */
  #retry(): void {
    if (this.#at.online()) {
      this.#connect();
      return;
    }
    this.#patient = false;
    this.#timer("retry", OFFLINE_LOOK_MS, () => this.#connect());
  }

  #watch(): void {
    const two = 2 * this.#heartbeatMs;
    this.#timer("watch", this.#at.visible() ? two : Math.max(two, HIDDEN_PATIENCE_MS), () => this.#lost());
  }

  #probe(): void {
    this.#watch();
    const asked = this.#at.clock.now();
    if (this.#timers.has("probe") || asked - this.#heardAt < 1000) return;
    void this.request("sync", this.#owner.position());
    this.#timer("probe", PROBE_MS, () => {
      if (this.#heardAt < asked) this.#lost();
    });
  }

  #lost(): void {
    this.#leave(NO_PONG);
    this.#wait("backoff");
  }

  /** Lets go of the socket at once: the close handshake of a dead line can take minutes. */
  #leave(code: number): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(code);
    }
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const resolve of asked) resolve({ k: "lost" });
  }

  #send(envelope: object): void {
    this.#socket?.send(JSON.stringify(envelope));
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#owner.changed(state);
  }

  #timer(name: Timer, ms: number, run: () => void): void {
    this.#timers.get(name)?.();
    this.#timers.set(name, this.#at.clock.after(ms, () => {
      this.#timers.delete(name);
      run();
    }));
  }
}
