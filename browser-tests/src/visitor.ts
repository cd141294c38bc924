import { randomUUID } from "node:crypto";
import { eventually } from "./eventually.ts";
import { type Frame, Socket } from "./socket.ts";

export interface Welcome {
  readonly vid: string;
  readonly vtok: string;
  readonly epoch: string;
  readonly seq: number;
  readonly recovered: boolean;
  readonly conv: { readonly id: string; readonly status: string } | null;
  readonly known: readonly string[];
  readonly form: { readonly fid: string; readonly fields: readonly { readonly k: string }[] } | null;
}

export interface ChatMessage {
  readonly mid: string;
  readonly cid?: string;
  readonly by: { readonly k: string; readonly name?: string };
  readonly text: string;
  readonly att: readonly { readonly id: string; readonly name: string; readonly url: string }[];
}

export interface Hello {
  readonly vid?: string;
  readonly vtok?: string;
  readonly epoch?: string;
  readonly seq?: number;
  readonly pending?: readonly string[];
  readonly ident?: Readonly<Record<string, unknown>>;
}

export interface Door {
  readonly inbox?: string;
  readonly origin?: string | null;
  /** As a proxy would add it: such a visitor is not exempt from limits. */
  readonly forwardedFor?: string;
}

/** One connection of a visitor, as another implementation of `lc1` would make it. */
export class Visitor {
  readonly socket: Socket;
  readonly welcome: Welcome;

  readonly #url: string;
  readonly #door: Door;

  private constructor(socket: Socket, welcome: Welcome, url: string, door: Door) {
    this.socket = socket;
    this.welcome = welcome;
    this.#url = url;
    this.#door = door;
  }

  /** The socket before `hello`. */
  static line(url: string, { inbox = "web", origin = url, forwardedFor }: Door = {}): Promise<Socket> {
    const address = `${url.replace(/^http/, "ws")}/chat/v1/ws?inbox=${inbox}`;
    return Socket.open(address, "lc1", {
      perMessageDeflate: false,
      ...(origin === null ? {} : { origin }),
      ...(forwardedFor === undefined ? {} : { headers: { "x-forwarded-for": forwardedFor } }),
    });
  }

  static async connect(url: string, hello: Hello = {}, door: Door = {}): Promise<Visitor> {
    const socket = await Visitor.line(url, door);
    const answer = await socket.ask("hello", { v: 1, locale: "en", tz: "UTC", ...hello });
    if (answer.t !== "welcome") throw new Error(`hello: expected welcome, found ${JSON.stringify(answer)}`);
    const visitor = new Visitor(socket, answer.d as unknown as Welcome, url, door);
    await socket.frame("synced", (frame) => frame.t === "synced");
    return visitor;
  }

  /** Another connection of the same visitor: a second tab, or after a break. */
  again(url: string, hello: Hello = {}, door: Door = {}): Promise<Visitor> {
    return Visitor.connect(url, { vid: this.welcome.vid, vtok: this.welcome.vtok, ...hello }, door);
  }

  send(text: string, { cid = newCid(), att = [] as readonly string[] } = {}): Promise<Frame> {
    return this.socket.ask("msg.send", { cid, text, att });
  }

  /** Sends, and waits until it is stored and has come into the conversation. @returns the message's id */
  async say(text: string, more: { readonly cid?: string; readonly att?: readonly string[] } = {}): Promise<string> {
    const mid = storedAs(await this.send(text, more));
    await this.socket.until(`"${text.slice(0, 40)}" in the conversation`, () => this.messages.some((message) => message.mid === mid));
    return mid;
  }

  /** The number of the conversation: it is there soon after the first message is stored. */
  async ticket(): Promise<number> {
    const conversation = await eventually("the first message to open a conversation", async () => {
      const fresh = await this.again(this.#url, {}, this.#door);
      fresh.close();
      return fresh.welcome.conv;
    });
    return Number(conversation.id);
  }

  /** The conversation as a client shows it: a snapshot, in one or more pieces, takes the place of what was there. */
  get messages(): readonly ChatMessage[] {
    let shown: ChatMessage[] = [];
    let whole = true;
    for (const { t, d } of this.socket.frames) {
      if (t === "msg.new") shown.push(d as unknown as ChatMessage);
      if (t === "snap") shown = [...(whole ? [] : shown), ...(d["msgs"] as readonly ChatMessage[])];
      if (t === "snap" || t === "synced") whole = t === "synced";
    }
    return shown;
  }

  /** Positions of the pushes so far. */
  get positions(): readonly number[] {
    return this.socket.frames.flatMap((frame) => (frame.s === undefined ? [] : [frame.s]));
  }

  heard(text: string): Promise<Frame> {
    return this.socket.frame(`"${text}"`, (frame) => frame.t === "msg.new" && frame.d["text"] === text);
  }

  close(): void {
    this.socket.close();
  }
}

/** The id that an answer to `msg.send` gives. */
export function storedAs(answer: Frame): string {
  if (answer.t !== "ok") throw new Error(`msg.send: expected ok, found ${JSON.stringify(answer)}`);
  return String(answer.d["mid"]);
}

export function newCid(): string {
  return `c-${randomUUID()}`;
}
