import { type ClientOptions, WebSocket } from "ws";
import { eventually, Fatal } from "./eventually.ts";

export interface Frame {
  readonly t: string;
  readonly id?: number;
  readonly re?: number;
  readonly s?: number;
  readonly topic?: string;
  readonly d: Readonly<Record<string, unknown>>;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** A WebSocket that keeps every frame, answers pings, and can be asked. Used for both protocols. */
export class Socket {
  readonly frames: Frame[] = [];
  closed: Closed | undefined;
  readonly #ws: WebSocket;
  #lastId = 0;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on("message", (data) => this.#heard(String(data)));
    ws.on("close", (code, reason) => (this.closed = { code, reason: reason.toString() }));
    ws.on("error", () => undefined);
  }

  /** @throws {Refused} if the handshake is answered with anything but 101 */
  static open(url: string, protocol: string, options: ClientOptions = {}): Promise<Socket> {
    const ws = new WebSocket(url, protocol, { handshakeTimeout: 10_000, ...options });
    const socket = new Socket(ws);
    return new Promise((resolve, reject) => {
      ws.once("open", () => resolve(socket));
      ws.once("unexpected-response", (request, response) => {
        let body = "";
        response.on("data", (chunk) => (body += chunk));
        response.on("end", () => reject(new Refused(response.statusCode ?? 0, body)));
        request.once("error", reject);
      });
      ws.once("error", reject);
    });
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }

  /** Sends a request and waits for its answer, whatever it is. */
  async ask(t: string, d: unknown = {}, withinMs = 15_000): Promise<Frame> {
    const id = ++this.#lastId;
    this.raw(JSON.stringify({ t, id, d }));
    return this.until(`an answer to ${t}`, () => this.frames.find((frame) => frame.re === id), withinMs);
  }

  tell(t: string, d: unknown = {}): void {
    this.raw(JSON.stringify({ t, d }));
  }

  raw(data: string | Buffer, options: { readonly binary?: boolean; readonly fin?: boolean } = {}): void {
    this.#ws.send(data, options);
  }

  /** Waits for a frame that fits, among those that came already too. */
  async frame(what: string, fits: (frame: Frame) => boolean, withinMs?: number): Promise<Frame> {
    return this.until(what, () => this.frames.find(fits), withinMs);
  }

  /** Waits for a condition that the open socket brings about. */
  until<T>(what: string, ask: () => T | undefined | false, withinMs?: number): Promise<T> {
    return eventually(what, () => {
      const found = ask();
      if ((found === undefined || found === false) && this.closed !== undefined) throw new Lost(this.closed);
      return found;
    }, withinMs);
  }

  async end(withinMs?: number): Promise<Closed> {
    return eventually("the socket to be closed", () => this.closed, withinMs);
  }

  /** Stops reading from the network: the other side's queue grows. */
  stopReading(): void {
    this.#ws.pause();
  }

  resumeReading(): void {
    this.#ws.resume();
  }

  close(): void {
    this.#ws.terminate();
  }

  #heard(text: string): void {
    const parsed = JSON.parse(text) as Frame | readonly Frame[];
    for (const frame of Array.isArray(parsed) ? (parsed as readonly Frame[]) : [parsed as Frame]) {
      this.frames.push({ ...frame, d: frame.d ?? {} });
      if (frame.t === "ping") this.tell("pong");
    }
  }
}

/** The handshake was answered with an HTTP status. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, body: string) {
    super(`handshake: ${status} ${body}`);
    this.status = status;
  }
}

/** The line is gone and the answer with it. */
export class Lost extends Fatal {
  constructor({ code, reason }: Closed) {
    super(`closed ${code} ${reason}`);
  }
}
