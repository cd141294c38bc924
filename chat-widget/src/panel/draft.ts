import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../link/clock";

const SAVE_MS = 300;

/** Text that is being written; kept in the page's storage, so that it outlives the page. */
export class Draft {
  readonly #text;
  readonly #save: (text: string | null) => void;
  readonly #clock: Clock;
  #cancel: () => void = () => undefined;

  constructor(initial: string, save: (text: string | null) => void, clock: Clock) {
    this.#text = signal(initial);
    this.#save = save;
    this.#clock = clock;
  }

  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  write(text: string): void {
    this.#text.value = text;
    this.#cancel();
    this.#cancel = this.#clock.after(SAVE_MS, () => this.flush());
  }

  /** Saves at once: the page may go away now. */
  flush(): void {
    this.#cancel();
    this.#save(this.#text.value === "" ? null : this.#text.value);
  }

  clear(): void {
    this.#text.value = "";
    this.flush();
  }
}
