import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { laterOf, newestOfAgent, ReadReporter, unreadCount } from "../conversation/reading";
import type { Host } from "../embed/host";
import type { Clock } from "../link/clock";
import type { Client } from "./client";

const READ = "read";

/** Whether somebody looks at the messages; what was read, what is unread. */
export class Attention {
  readonly open = signal(false);
  readonly visible = signal(true);
  /** The keyboard is in the panel or in the page around it. */
  readonly panelFocus = signal(false);
  readonly pageFocus = signal(false);
  /** The newest message is in view. */
  readonly atEnd = signal(true);
  readonly #mark = signal<string | null>(null);
  readonly #client: Client;
  readonly #host: Host;
  readonly unread: ReadonlySignal<number>;

  constructor(client: Client, host: Host, clock: Clock) {
    this.#client = client;
    this.#host = host;
    this.#mark.value = host.given.entries[READ] ?? null;
    this.unread = computed(() => unreadCount(client.store.state.value.messages, this.#readUpTo()));
    const reporter = new ReadReporter(clock, (upto) => client.connection.notify("read", { upto }));
    client.onWelcome(() => reporter.connected());
    effect(() => this.#look(reporter));
    effect(() => host.say({ t: "unread", n: this.unread.value }));
  }

  get looking(): boolean {
    return this.open.value && this.visible.value && (this.panelFocus.value || this.pageFocus.value);
  }

  forget(): void {
    this.#mark.value = null;
    this.#host.put(READ, null);
  }

  /** Another tab read on. */
  stored(key: string, value: string | null): void {
    if (key === READ) this.#mark.value = value;
  }

  #readUpTo(): string | null {
    const { messages, readByVisitor } = this.#client.store.state.value;
    return laterOf(messages, readByVisitor, this.#mark.value);
  }

  #look(reporter: ReadReporter): void {
    const newest = newestOfAgent(this.#client.store.state.value.messages);
    if (newest === null || !this.looking || !this.atEnd.value) return;
    reporter.seen(newest);
    if (newest === this.#mark.peek()) return;
    this.#mark.value = newest;
    this.#host.put(READ, newest);
  }
}
