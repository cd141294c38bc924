import type { Api } from '../link/api.ts';
import type { Me } from '../model/people.ts';
import type { TextStorage } from '../store/drafts.ts';
import { saveMailViews, withView } from '../store/mailViews.ts';
import type { Store } from '../store/state.ts';
import type { Surroundings } from './desk.ts';
import type { Notices } from './notices.ts';

/** How an agent looks at mails: text or formatted is kept in the browser, pictures from elsewhere are asked for anew each time. */
export class Mailing {
  readonly #me: Me;
  readonly #store: Store;
  readonly #storage: TextStorage;
  readonly #api: Api;
  readonly #notices: Notices;

  constructor(me: Me, around: Surroundings, notices: Notices) {
    this.#api = around.api;
    this.#notices = notices;
    this.#me = me;
    this.#store = around.store;
    this.#storage = around.storage;
  }

  show(message: string, isFormatted: boolean): void {
    const mailViews = withView(this.#store.getState().mailViews, message, isFormatted);
    this.#store.setState({ mailViews });
    saveMailViews(this.#storage, this.#me.id, mailViews);
  }

  unveil(message: string): void {
    this.#api.pictures(message).then(
      (links) => {
        const pictures = new Map(links.map(({ source, url }) => [source, url]));
        this.#store.setState((state) => ({ unveiled: new Map(state.unveiled).set(message, pictures) }));
      },
      (problem: unknown) => this.#notices.problem(problem),
    );
  }
}
