import { pause } from "./eventually.ts";
import { type Hello, newCid, storedAs, Visitor } from "./visitor.ts";

interface Waiting {
  readonly cid: string;
  readonly text: string;
}

const AT_ONCE = 4;
const BETWEEN_TRIES_MS = 200;

/** A visitor who has a number of things to say and goes on until each is confirmed, whatever happens to the line. */
export class Shopper {
  readonly texts: readonly string[];
  /** Text → id of the stored message. */
  readonly confirmed = new Map<string, string>();
  /** Positions of all pushes, over all connections. */
  readonly positions: number[] = [];
  readonly #url: string;
  #waiting: readonly Waiting[];
  #session: Pick<Hello, "vid" | "vtok" | "epoch"> = {};
  readonly #heard = new Set<string>();
  #visitor: Visitor | undefined;

  constructor(url: string, name: string, messages: number) {
    this.#url = url;
    this.texts = Array.from({ length: messages }, (_, i) => `${name} 第${i + 1}条`);
    this.#waiting = this.texts.map((text) => ({ cid: newCid(), text }));
  }

  async run(): Promise<void> {
    while (this.#waiting.length > 0 || this.#missing()) {
      try {
        await this.#connected();
      } catch {
        await pause(BETWEEN_TRIES_MS);
      }
    }
    this.#take();
  }

  async ticket(): Promise<number> {
    const visitor = await Visitor.connect(this.#url, this.#session);
    try {
      return await visitor.ticket();
    } finally {
      visitor.close();
    }
  }

  /** The stream is whole when it has brought back all that was confirmed. */
  #missing(): boolean {
    return this.#heard.size < this.texts.length;
  }

  async #connected(): Promise<void> {
    const hello = { ...this.#session, ...(this.#session.vid === undefined ? {} : { seq: this.positions.at(-1) ?? 0 }), pending: this.#waiting.slice(0, AT_ONCE).map((waiting) => waiting.cid) };
    const visitor = await Visitor.connect(this.#url, hello);
    this.#visitor = visitor;
    try {
      const { vid, vtok, epoch, known } = visitor.welcome;
      this.#session = { vid, vtok, epoch };
      this.#waiting = this.#waiting.filter((waiting) => !known.includes(waiting.cid));
      while (this.#waiting.length > 0) await this.#sendSome(visitor);
      await visitor.socket.until("the last of the own messages", () => {
        for (const message of visitor.messages) this.#heard.add(message.text);
        return !this.#missing();
      });
    } finally {
      this.#take();
      visitor.close();
    }
  }

  async #sendSome(visitor: Visitor): Promise<void> {
    const some = this.#waiting.slice(0, AT_ONCE);
    const answers = await Promise.all(some.map((waiting) => visitor.send(waiting.text, { cid: waiting.cid }).then((answer) => this.confirmed.set(waiting.text, storedAs(answer)))));
    this.#waiting = this.#waiting.slice(answers.length);
  }

  #take(): void {
    const visitor = this.#visitor;
    if (visitor === undefined) return;
    this.#visitor = undefined;
    this.positions.push(...visitor.positions);
    for (const message of visitor.messages) this.#heard.add(message.text);
  }
}
