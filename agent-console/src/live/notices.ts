import { reasonOf, t } from '../i18n/i18n.ts';
import type { Clock } from '../link/backoff.ts';
import { Problem } from '../link/http.ts';
import type { Notice, Store } from '../store/state.ts';

const SHOWN_MS = 6_000;
const MOST = 3;

/** Passing words; a problem with something to do stays longer. */
export class Notices {
  readonly #store: Store;
  readonly #clock: Clock;
  #nextId = 1;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  info(text: string, action?: Notice['action']): void {
    this.#add({ id: this.#nextId++, tone: 'info', text, ...(action === undefined ? {} : { action }) });
  }

  /** Says that something did not work; the end of the session shows itself. */
  problem(problem: unknown): void {
    if (problem instanceof Problem && problem.code === 'unauthorized') return;
    this.say('problem', t('problem.sentence', { reason: reasonOf(problem) }));
  }

  say(tone: Notice['tone'], text: string, action?: Notice['action']): void {
    this.#add({ id: this.#nextId++, tone, text, ...(action === undefined ? {} : { action }) });
  }

  dismiss(id: number): void {
    this.#store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
  }

  #add(notice: Notice): void {
    this.#store.setState((state) => ({ notices: [...state.notices, notice].slice(-MOST) }));
    this.#clock.after(notice.action === undefined ? SHOWN_MS : 2 * SHOWN_MS, () => this.dismiss(notice.id));
  }
}
