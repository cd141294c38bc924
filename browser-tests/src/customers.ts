import { eventually } from "./eventually.ts";
import type { Api, Message, Ticket } from "./rest.ts";

/** What stands in the console of customers of one inbox, found by their id at the provider. */
export class Customers {
  readonly #api: Api;
  readonly #inbox: string;
  readonly #identities = new Map<string, readonly string[]>();

  constructor(api: Api, inbox: string) {
    this.#api = api;
    this.#inbox = inbox;
  }

  /** The messages of their newest ticket; none if there is no ticket. */
  async thread<T extends Message>(customer: string): Promise<readonly T[]> {
    for (const ticket of await this.#api.tickets(`?inbox=${this.#inbox}`)) {
      if ((await this.#identitiesOf(ticket.contact.id)).includes(customer)) return (await this.#api.messages(ticket.number)) as readonly T[];
    }
    return [];
  }

  /** Their thread as soon as it has so many entries. */
  async threadOf<T extends Message>(customer: string, length: number): Promise<readonly T[]> {
    return eventually(`${length} entries of ${customer}`, async () => {
      const found = await this.thread<T>(customer);
      return found.length >= length ? found : undefined;
    });
  }

  async ticket<T extends Ticket>(customer: string): Promise<T> {
    const [first] = await this.threadOf(customer, 1);
    return this.#api.get<T>(`/tickets/${first?.ticket}`);
  }

  /** A contact's identities here do not change. */
  async #identitiesOf(contact: string): Promise<readonly string[]> {
    const known = this.#identities.get(contact);
    if (known !== undefined) return known;
    const { identities } = await this.#api.get<{ identities: readonly { value: string }[] }>(`/contacts/${contact}`);
    const values = identities.map((identity) => identity.value);
    this.#identities.set(contact, values);
    return values;
  }
}
