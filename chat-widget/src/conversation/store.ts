import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../link/clock";
import type { Message, ServerFrame } from "../link/protocol";
import { type Conversation, EMPTY, prepended, reduce, refreshed } from "./reduce";

const TYPING_MS = 6_000;

/** Holds the conversation and who is typing; knows frames, no socket. */
export class ConversationStore {
  readonly #state = signal<Conversation>(EMPTY);
  readonly #typing = signal<string | null>(null);
  readonly #clock: Clock;
  #endTyping: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get state(): ReadonlySignal<Conversation> {
    return this.#state;
  }

  /** The name of the agent who is typing, "" if the server does not say, null if nobody is. */
  get typing(): ReadonlySignal<string | null> {
    return this.#typing;
  }

  apply(frame: ServerFrame): void {
    this.#state.value = reduce(this.#state.value, frame);
    if (frame.t === "typing") this.#showTyping(frame.d.on ? frame.d.name : null);
    if (frame.t === "msg.new" && frame.d.by.k === "agent") this.#showTyping(null);
  }

  older(messages: readonly Message[], more: boolean): void {
    this.#state.value = prepended(this.#state.value, messages, more);
  }

  fresh(messages: readonly Message[]): void {
    this.#state.value = refreshed(this.#state.value, messages);
  }

  formDone(): void {
    this.#state.value = { ...this.#state.value, form: null };
  }

  reset(): void {
    const { limits, online } = this.#state.value;
    this.#state.value = { ...EMPTY, limits, online };
    this.#showTyping(null);
  }

  #showTyping(name: string | null): void {
    this.#endTyping();
    this.#typing.value = name;
    if (name !== null) this.#endTyping = this.#clock.after(TYPING_MS, () => { this.#typing.value = null; });
  }
}
