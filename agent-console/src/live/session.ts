import type { Api } from '../link/api.ts';
import { Problem } from '../link/http.ts';
import type { Me } from '../model/people.ts';
import type { Session, Store } from '../store/state.ts';

/** Who is at the screen: found out at the start, changed by log-in, log-out, set-up and an expired session. */
export class Sessions {
  readonly #store: Store;
  readonly #api: Api;

  constructor(store: Store, api: Api) {
    this.#store = store;
    this.#api = api;
  }

  async start(): Promise<void> {
    this.#become({ type: 'starting' });
    try {
      this.#become({ type: 'logged-in', me: await this.#api.session() });
    } catch (problem) {
      const isAnswer = problem instanceof Problem && problem.status === 401;
      if (isAnswer) this.#become({ type: 'logged-out', setupNeeded: await this.#isSetupNeeded(), isExpired: false });
      else this.#become({ type: 'unreachable' });
    }
  }

  async logIn(email: string, password: string): Promise<void> {
    this.#entered(await this.#api.logIn(email, password));
  }

  async setUp(body: { token: string; email: string; name: string; password: string }): Promise<void> {
    this.#entered(await this.#api.setUp(body));
  }

  async logOut(): Promise<void> {
    await this.#api.logOut();
    this.#become({ type: 'logged-out', setupNeeded: false, isExpired: false });
  }

  /** An answer said 401: back to the log-in page; drafts and unsent words wait in the browser. */
  expired(): void {
    if (this.#store.getState().session.type === 'logged-in') this.#become({ type: 'logged-out', setupNeeded: false, isExpired: true });
  }

  async #isSetupNeeded(): Promise<boolean> {
    try {
      return await this.#api.setupNeeded();
    } catch {
      return false;
    }
  }

  #entered(me: Me): void {
    this.#become({ type: 'logged-in', me });
  }

  #become(session: Session): void {
    this.#store.setState({ session });
  }
}
