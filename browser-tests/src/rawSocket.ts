import { connect, type Socket } from "node:net";
import { randomBytes } from "node:crypto";
import { eventually } from "./eventually.ts";

/** A WebSocket spoken by hand over TCP: it can send what no proper client would. */
export class RawSocket {
  #received = Buffer.alloc(0);
  isClosed = false;
  readonly #tcp: Socket;

  private constructor(tcp: Socket) {
    this.#tcp = tcp;
    tcp.on("data", (chunk) => (this.#received = Buffer.concat([this.#received, chunk])));
    tcp.on("close", () => (this.isClosed = true));
    tcp.on("error", () => undefined);
  }

  static async open(url: string, path: string, protocol: string): Promise<RawSocket> {
    const { hostname, port, host } = new URL(url);
    const raw = new RawSocket(connect(Number(port), hostname));
    raw.#tcp.write([
      `GET ${path} HTTP/1.1`, `Host: ${host}`, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`, `Sec-WebSocket-Protocol: ${protocol}`, `Origin: ${url}`, "", "",
    ].join("\r\n"));
    await eventually("the handshake", () => raw.text.includes("\r\n\r\n"));
    return raw;
  }

  /** Everything received, as far as it is text: frames of a server are not masked. */
  get text(): string {
    return this.#received.toString("utf8");
  }

  /** The code of the close frame, if one has come. */
  get closeCode(): number | undefined {
    const end = this.#received.subarray(this.#received.indexOf("\r\n\r\n") + 4);
    for (let at = 0; at + 1 < end.length;) {
      const opcode = (end[at] ?? 0) & 15;
      const short = (end[at + 1] ?? 0) & 127;
      const [length, begin] = short === 126 ? [end.readUInt16BE(at + 2), at + 4] : short === 127 ? [Number(end.readBigUInt64BE(at + 2)), at + 10] : [short, at + 2];
      if (opcode === 8) return length >= 2 ? end.readUInt16BE(begin) : 1005;
      at = begin + length;
    }
    return undefined;
  }

  /** @param declared what the frame's head says of its length; more than there is makes half a frame */
  frame(opcode: number, payload: string | Buffer, { fin = true, declared = Buffer.byteLength(payload) } = {}): void {
    const mask = randomBytes(4);
    const bytes = Buffer.from(payload).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
    const head = declared < 126
      ? Buffer.from([(fin ? 128 : 0) | opcode, 128 | declared])
      : Buffer.concat([Buffer.from([(fin ? 128 : 0) | opcode, 128 | 126]), Buffer.from([declared >> 8, declared & 255])]);
    this.#tcp.write(Buffer.concat([head, mask, bytes]));
  }

  /** The line breaks, without a farewell. */
  cut(): void {
    this.#tcp.resetAndDestroy();
  }
}
