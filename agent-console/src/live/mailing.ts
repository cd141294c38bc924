import type { Me } from '../model/people.ts';
import type { TextStorage } from '../store/drafts.ts';
import { saveMailViews, withView } from '../store/mailViews.ts';
import type { Store } from '../store/state.ts';
import type { Surroundings } from './desk.ts';

/** How an agent looks at mails: text or formatted is kept in the browser, pictures from elsewhere are asked for anew each time. */
export class Mailing {
  readonly #me: Me;
  readonly #store: Store;
  readonly #storage: TextStorage;

  constructor(me: Me, around: Surroundings) {
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
    this.#store.setState((state) => ({ unveiled: new Set(state.unveiled).add(message) }));
  }
}
