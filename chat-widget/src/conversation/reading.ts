import type { Clock } from "../link/clock";
import type { Message } from "../link/protocol";

/** The mark that is later in the conversation; one that is not among the messages counts as earlier. */
export function laterOf(messages: readonly Message[], a: string | null, b: string | null): string | null {
  const at = (mid: string | null) => messages.findIndex((m) => m.mid === mid);
  return at(a) >= at(b) ? (a ?? b) : b;
}

export function unreadCount(messages: readonly Message[], read: string | null): number {
  const from = messages.findIndex((m) => m.mid === read) + 1;
  return messages.slice(from).filter((m) => m.by.k === "agent").length;
}

export function newestOfAgent(messages: readonly Message[]): string | null {
  return messages.findLast((m) => m.by.k === "agent")?.mid ?? null;
}

const READ_EVERY_MS = 1_000;

/** Says `read` at most once a second, always with the newest mark. */
export class ReadReporter {
  readonly #clock: Clock;
  readonly #say: (upto: string) => boolean;
  #wanted: string | null = null;
  #said: string | null = null;
  #resting = false;

  constructor(clock: Clock, say: (upto: string) => boolean) {
    this.#clock = clock;
    this.#say = say;
  }

  seen(upto: string): void {
    this.#wanted = upto;
    this.#flush();
  }

  /** A new connection: what was said on the old one may have been lost. */
  connected(): void {
    this.#said = null;
    this.#flush();
  }

  reset(): void {
    this.#wanted = this.#said = null;
  }

  #flush(): void {
    if (this.#resting || this.#wanted === null || this.#wanted === this.#said) return;
    if (!this.#say(this.#wanted)) return;
    this.#said = this.#wanted;
    this.#resting = true;
    this.#clock.after(READ_EVERY_MS, () => {
      this.#resting = false;
      this.#flush();
    });
  }
}
