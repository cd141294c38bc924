import type { Cancel, Clock } from './backoff.ts';
import { backoffMs } from './backoff.ts';
import type { ClosedReason } from './closeCodes.ts';
import { afterClose } from './closeCodes.ts';
import type { Cursor } from './cursors.ts';
import { Cursors } from './cursors.ts';
import type { ClientFrame, ServerFrame, SignalFrame, Snapshot, TicketEvent, ViewState } from './frames.ts';
import { Malformed, parseFrames, parseSubAnswer } from './protocol.ts';
import { ticketTopic } from '../model/ticket.ts';
import { unreachable } from '../model/unreachable.ts';

export type ConnectionState =
  | { readonly type: 'idle' }
  | { readonly type: 'connecting'; readonly attempt: number }
  | { readonly type: 'open' }
  | { readonly type: 'waiting'; readonly attempt: number; readonly until: number }
  | { readonly type: 'closed'; readonly reason: ClosedReason };

/** What the connection tells. Events of a topic come in order, without holes and without repeats. */
export interface ConnectionListener {
  state(state: ConnectionState): void;
  event(topic: string, s: number, event: TicketEvent): void;
  /** The topic's whole state at `seq`: what was known before is void. */
  snapshot(topic: string, seq: number, snapshot: Snapshot): void;
  /** The topic goes on from `seq`, and what lies between is not known: read it again by REST. */
  restarted(topic: string, seq: number): void;
  signal(frame: SignalFrame): void;
  /** The server follows the topic now: signals about it are welcome. */
  followed(topic: string): void;
  /** The right to the topic is gone. */
  lost(topic: string): void;
  /** There are more inboxes to see than before. */
  granted(): void;
}

export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface ConnectionOptions {
  /** A fresh one-use ticket. Fails with `LoggedOut` when the session is over, with anything else when the line is down. */
  readonly ticket: () => Promise<string>;
  readonly socket: () => SocketLike;
  readonly clock: Clock;
  readonly random: () => number;
  readonly listener: ConnectionListener;
}

export class LoggedOut extends Error {
  override readonly name = 'LoggedOut';
}

const CONNECT_LIMIT_MS = 10_000;
const ANSWER_LIMIT_MS = 15_000;
const STABLE_MS = 30_000;
const BEHIND_GRACE_MS = 1_000;
const RETRY_SUB_MS = 2_000;
const HEARTBEAT_MS = 25_000;
const PASSING: ReadonlySet<string> = new Set(['unavailable', 'rate-limited']);
const PROTOCOL_ERROR = 3501;
const NO_PONG = 3012;

/** The agent socket as a state machine; STYLE 23. It knows frames and positions, and no store. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #cursors = new Cursors();
  #state: ConnectionState = { type: 'idle' };
  #socket: SocketLike | undefined;
  #generation = 0;
  #attempt = 0;
  #nextId = 1;
  #epoch: string | undefined;
  #heartbeatMs = HEARTBEAT_MS;
  #lastFrameAt = 0;
  #openedAt = 0;
  #retryAfterMs = 0;
  #refusals = 0;
  #timer: Cancel = () => undefined;
  #watchdog: Cancel = () => undefined;
  /** Frames of types or kinds that this console does not know. */
  #unknownFrames = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get unknownFrames(): number {
    return this.#unknownFrames;
  }

  start(): void {
    if (this.#state.type === 'idle' || this.#state.type === 'closed') {
      this.#attempt = 0;
      this.#refusals = 0;
      this.#connect();
    }
  }

  stop(): void {
    this.#drop(1000);
    for (const topic of this.#cursors.topics()) this.#cursors.drop(topic);
    this.#become({ type: 'idle' });
  }

  /** The page became visible or the network came back: look at once instead of waiting for a timer that may have been throttled. */
  poke(): void {
    if (this.#state.type === 'waiting' && this.#retryAfterMs === 0) this.#connect();
    else if (this.#state.type === 'open' && this.#isSilent()) this.#lostLine();
  }

  /** Follows a topic from a position read by REST (`from`), or from now on. */
  subscribe(topic: string, from?: number): void {
    if (this.#cursors.has(topic)) return;
    this.#cursors.add(topic, from === undefined ? undefined : { epoch: this.#epoch, seq: from });
    if (this.#state.type === 'open') this.#sub(topic);
  }

  /** Drops what is known of the topic's position and follows it from `from`: its state was read again. */
  resubscribe(topic: string, from?: number): void {
    this.#cursors.drop(topic);
    this.subscribe(topic, from);
  }

  unsubscribe(topic: string): void {
    if (!this.#cursors.has(topic)) return;
    this.#cursors.drop(topic);
    if (this.#state.type === 'open') this.#send({ t: 'unsub', id: this.#nextId++, d: { topic } });
  }

  position(topic: string): Cursor | undefined {
    return this.#cursors.of(topic);
  }

  /** Tells colleagues (and, while composing a reply, the visitor) what is on this screen. Lost when the line is down or the ticket's topic is not followed yet. */
  view(ticket: number, state: ViewState): void {
    const topic = ticketTopic(ticket);
    const isFollowed = this.#cursors.has(topic) && !this.#cursors.isAsking(topic);
    if (this.#state.type === 'open' && isFollowed) this.#send({ t: 'view', d: { ticket, state } });
  }

  #connect(): void {
    this.#timer();
    this.#retryAfterMs = 0;
    const generation = ++this.#generation;
    this.#become({ type: 'connecting', attempt: this.#attempt });
    this.#options.ticket().then(
      (ticket) => {
        if (generation === this.#generation) this.#open(ticket);
      },
      (problem: unknown) => {
        if (generation !== this.#generation) return;
        if (problem instanceof LoggedOut) this.#become({ type: 'closed', reason: 'logged-out' });
        else this.#wait(0, 0);
      },
    );
  }

  #open(ticket: string): void {
    const socket = this.#options.socket();
    const generation = this.#generation;
    const isCurrent = (): boolean => generation === this.#generation;
    this.#socket = socket;
    this.#lastFrameAt = this.#options.clock.now();
    this.#timer = this.#options.clock.after(CONNECT_LIMIT_MS, () => this.#lostLine());
    socket.onopen = () => {
      if (isCurrent()) this.#send({ t: 'auth', id: this.#nextId++, d: { ticket } });
    };
    socket.onmessage = (message) => {
      if (isCurrent()) this.#receive(message.data);
    };
    socket.onclose = (closed) => {
      if (isCurrent()) this.#closed(closed.code);
    };
  }

  #receive(data: unknown): void {
    this.#lastFrameAt = this.#options.clock.now();
    const generation = this.#generation;
    try {
      for (const frame of parseFrames(data)) if (generation === this.#generation) this.#handle(frame);
    } catch (problem) {
      if (!(problem instanceof Malformed)) throw problem;
      this.#drop(PROTOCOL_ERROR, problem.message);
      this.#wait(0, 0);
    }
  }

  #handle(frame: ServerFrame): void {
    switch (frame.t) {
      case 'ok':
        return this.#answered(frame.re, frame.d);
      case 'err':
        return this.#refused(frame.re, frame.code, frame.retryAfter);
      case 'ev':
        if (this.#take(frame.topic, frame.s)) this.#options.listener.event(frame.topic, frame.s, frame.event);
        return;
      case 'skip':
        if (frame.kind !== undefined) this.#unknownFrames += 1;
        this.#take(frame.topic, frame.s);
        return;
      case 'unsub':
        return this.#forbidden(frame.topic);
      case 'granted':
        return this.#options.listener.granted();
      case 'viewers':
      case 'typing':
      case 'presence':
        return this.#options.listener.signal(frame);
      case 'ping':
        return this.#pinged(frame.heads);
      case 'bye':
        this.#retryAfterMs = frame.retryAfter * 1000;
        return;
      case 'unknown':
        this.#unknownFrames += 1;
        return;
      default:
        return unreachable(frame);
    }
  }

  #take(topic: string, s: number): boolean {
    const verdict = this.#cursors.take(topic, s);
    if (verdict === 'hole' && !this.#cursors.isAsking(topic)) this.#replay(topic);
    return verdict === 'deliver';
  }

  #replay(topic: string): void {
    this.#cursors.replaying(topic);
    this.#sub(topic);
  }

  #answered(re: number, d: Readonly<Record<string, unknown>>): void {
    if (this.#state.type === 'connecting') return this.#authenticated(d);
    const topic = this.#cursors.topicOf(re);
    if (topic === undefined) return;
    this.#cursors.answered(topic);
    const answer = parseSubAnswer(d);
    const before = this.#cursors.of(topic);
    if (answer.recovered === false && answer.snapshot !== undefined) {
      this.#cursors.set(topic, { epoch: answer.epoch, seq: answer.seq });
      this.#options.listener.snapshot(topic, answer.seq, answer.snapshot);
    } else if (before === undefined || answer.recovered === false) {
      this.#cursors.set(topic, { epoch: answer.epoch, seq: answer.seq });
      this.#options.listener.restarted(topic, answer.seq);
    } else {
      // The missing events follow as frames: the position moves with them.
      this.#cursors.set(topic, { epoch: answer.epoch, seq: before.seq });
    }
    this.#options.listener.followed(topic);
  }

  #authenticated(d: Readonly<Record<string, unknown>>): void {
    this.#timer();
    this.#refusals = 0;
    this.#openedAt = this.#options.clock.now();
    if (typeof d['epoch'] === 'string') this.#epoch = d['epoch'];
    if (typeof d['hb'] === 'number' && d['hb'] > 0) this.#heartbeatMs = d['hb'] * 1000;
    this.#become({ type: 'open' });
    for (const topic of this.#cursors.topics()) this.#sub(topic);
    this.#watch();
  }

  #refused(re: number, code: string, retryAfter: number | undefined): void {
    if (this.#state.type === 'connecting') {
      this.#drop(1000);
      return this.#afterClose(3500);
    }
    const topic = this.#cursors.topicOf(re);
    if (topic === undefined) return;
    if (code === 'forbidden' || code === 'not-found') return this.#forbidden(topic);
    // Too many topics, or a request that the server does not take: asking again would not help.
    if (!PASSING.has(code)) return this.#cursors.drop(topic);
    const generation = this.#generation;
    this.#options.clock.after((retryAfter ?? 0) * 1000 || RETRY_SUB_MS, () => {
      if (generation === this.#generation && this.#cursors.topicOf(re) === topic) this.#sub(topic);
    });
  }

  #forbidden(topic: string): void {
    if (!this.#cursors.has(topic)) return;
    this.#cursors.drop(topic);
    this.#options.listener.lost(topic);
  }

  #pinged(heads: Readonly<Record<string, number>>): void {
    this.#send({ t: 'pong' });
    const { clock } = this.#options;
    for (const topic of this.#cursors.unanswered(clock.now() - ANSWER_LIMIT_MS)) this.#sub(topic);
    const generation = this.#generation;
    // The head is read from the log and may run ahead of frames that are already on the way: they get a second.
    clock.after(BEHIND_GRACE_MS, () => {
      if (generation !== this.#generation || this.#state.type !== 'open') return;
      for (const [topic, head] of Object.entries(heads)) {
        const cursor = this.#cursors.of(topic);
        if (cursor !== undefined && cursor.seq < head && !this.#cursors.isAsking(topic)) this.#replay(topic);
      }
    });
  }

  #sub(topic: string): void {
    const cursor = this.#cursors.of(topic);
    const epoch = cursor?.epoch ?? this.#epoch;
    const id = this.#nextId++;
    this.#cursors.asked(topic, id, this.#options.clock.now());
    const from = cursor === undefined || epoch === undefined ? {} : { epoch, seq: cursor.seq };
    this.#send({ t: 'sub', id, d: { topic, ...from } });
  }

  #watch(): void {
    this.#watchdog();
    this.#watchdog = this.#options.clock.after(this.#heartbeatMs, () => {
      if (this.#isSilent()) this.#lostLine();
      else this.#watch();
    });
  }

  #isSilent(): boolean {
    return this.#options.clock.now() - this.#lastFrameAt >= 2 * this.#heartbeatMs;
  }

  #lostLine(): void {
    this.#drop(NO_PONG);
    this.#wait(0, 0);
  }

  #closed(code: number): void {
    this.#drop(undefined);
    this.#afterClose(code);
  }

  #afterClose(code: number): void {
    const next = afterClose(code);
    switch (next.type) {
      case 'reconnect':
        if (next.forget) this.#cursors.forget();
        return this.#wait(Math.max(next.minDelayMs, this.#retryAfterMs), next.spreadMs);
      case 'once':
        this.#refusals += 1;
        return this.#refusals > 1 ? this.#become({ type: 'closed', reason: next.reason }) : this.#wait(0, 0);
      case 'stop':
        return this.#become({ type: 'closed', reason: next.reason });
      default:
        return unreachable(next);
    }
  }

  #wait(leastMs: number, spreadMs: number): void {
    const { clock, random } = this.#options;
    if (this.#openedAt > 0 && clock.now() - this.#openedAt >= STABLE_MS) this.#attempt = 0;
    this.#openedAt = 0;
    this.#retryAfterMs = leastMs;
    const delay = leastMs + Math.round(random() * spreadMs) + (spreadMs > 0 ? 0 : backoffMs(this.#attempt, random));
    this.#attempt += 1;
    this.#timer = clock.after(delay, () => this.#connect());
    this.#become({ type: 'waiting', attempt: this.#attempt, until: clock.now() + delay });
  }

  /** Leaves the current socket for good: whatever it still says belongs to a past generation. */
  #drop(code: number | undefined, reason = ''): void {
    this.#generation += 1;
    this.#timer();
    this.#watchdog();
    this.#cursors.disconnected();
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket !== undefined && code !== undefined) socket.close(code, reason.slice(0, 120));
  }

  #send(frame: ClientFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#options.listener.state(state);
  }
}
