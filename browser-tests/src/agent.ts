import type { Api } from "./rest.ts";
import { type Frame, Socket } from "./socket.ts";

export interface Event {
  readonly k: string;
  readonly ticket: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One connection of an agent, as another implementation of `ag1` would make it. */
export class AgentLine {
  readonly socket: Socket;
  readonly epoch: string;

  private constructor(socket: Socket, epoch: string) {
    this.socket = socket;
    this.epoch = epoch;
  }

  /** The socket before `auth`. */
  static line(url: string, origin: string | null = url): Promise<Socket> {
    return Socket.open(`${url.replace(/^http/, "ws")}/api/v1/ws`, "ag1", { perMessageDeflate: false, ...(origin === null ? {} : { origin }) });
  }

  static async connect(api: Api): Promise<AgentLine> {
    const ticket = await api.wsTicket();
    const socket = await AgentLine.line(api.url);
    const answer = await socket.ask("auth", { ticket });
    if (answer.t !== "ok") throw new Error(`auth: expected ok, found ${JSON.stringify(answer)}`);
    return new AgentLine(socket, String(answer.d["epoch"]));
  }

  /** @returns the answer, `ok` or `err` */
  sub(topic: string, from?: { readonly epoch: string; readonly seq: number }): Promise<Frame> {
    return this.socket.ask("sub", { topic, ...from });
  }

  /** Events and skips of a topic, in the order of arrival. */
  of(topic: string): readonly Frame[] {
    return this.socket.frames.filter((frame) => frame.topic === topic && (frame.t === "ev" || frame.t === "skip"));
  }

  positions(topic: string): readonly number[] {
    return this.of(topic).map((frame) => frame.s ?? Number.NaN);
  }

  events(topic: string): readonly Event[] {
    return this.of(topic).filter((frame) => frame.t === "ev").map((frame) => frame.d as unknown as Event);
  }

  close(): void {
    this.socket.close();
  }
}
