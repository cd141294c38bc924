import type { Cancel, Clock } from '../link/backoff.ts';
import { ticketTopic } from '../model/ticket.ts';
import type { Connection } from '../link/connection.ts';

const RENEW_MS = 10_000;
const COMPOSING_MS = 8_000;

/**
 * Tells colleagues which ticket is on this screen, renewed while it is. `composing` also shows typing to the visitor, so only a
 * reply is ever told, never a note.
 */
export class Showing {
  readonly #clock: Clock;
  readonly #connection: Connection;
  #ticket: number | undefined;
  #isVisible = true;
  #typedAt = -Infinity;
  #wasComposing = false;
  #timer: Cancel = () => undefined;

  constructor(clock: Clock, connection: Connection) {
    this.#clock = clock;
    this.#connection = connection;
  }

  enter(ticket: number): void {
    if (this.#ticket === ticket) return;
    this.leave();
    this.#ticket = ticket;
    this.renew();
  }

  leave(): void {
    this.#timer();
    if (this.#ticket !== undefined) this.#connection.view(this.#ticket, 'left');
    this.#ticket = undefined;
    this.#typedAt = -Infinity;
    this.#wasComposing = false;
  }

  visible(isVisible: boolean): void {
    if (this.#isVisible === isVisible) return;
    this.#isVisible = isVisible;
    if (isVisible) return this.renew();
    this.#timer();
    if (this.#ticket !== undefined) this.#connection.view(this.#ticket, 'left');
  }

  typed(): void {
    this.#typedAt = this.#clock.now();
    if (!this.#wasComposing) this.renew();
  }

  /** The reply was sent or emptied. */
  finished(): void {
    this.#typedAt = -Infinity;
    if (this.#wasComposing) this.renew();
  }

  /** The server takes views of a topic once it follows it: also after a break. */
  followed(topic: string): void {
    if (this.#ticket !== undefined && topic === ticketTopic(this.#ticket)) this.renew();
  }

  renew(): void {
    this.#timer();
    if (this.#ticket === undefined || !this.#isVisible) return;
    const sinceTyped = this.#clock.now() - this.#typedAt;
    this.#wasComposing = sinceTyped < COMPOSING_MS;
    this.#connection.view(this.#ticket, this.#wasComposing ? 'composing' : 'viewing');
    const next = this.#wasComposing ? Math.min(RENEW_MS, COMPOSING_MS - sinceTyped) : RENEW_MS;
    this.#timer = this.#clock.after(next, () => this.renew());
  }
}
