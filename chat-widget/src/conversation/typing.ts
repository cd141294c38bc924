import type { Clock } from "../link/clock";

const SAY_EVERY_MS = 3_000;

/** Tells the agent that the visitor types: at most once in 3 s, and that it ended when it was said before. */
export class TypingReporter {
  readonly #clock: Clock;
  readonly #say: (on: boolean) => void;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, say: (on: boolean) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  typed(): void {
    if (this.#clock.now() - this.#saidAt < SAY_EVERY_MS) return;
    this.#saidAt = this.#clock.now();
    this.#say(true);
  }

  /** The text was sent or cleared. */
  ended(): void {
    if (this.#saidAt === Number.NEGATIVE_INFINITY) return;
    this.#saidAt = Number.NEGATIVE_INFINITY;
    this.#say(false);
  }
}
