import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

const TXT = 16;
const NO_SUCH_NAME = 3;

/** A name server on loopback that knows some TXT records, and can be made to say nothing at all. */
export class NameServer {
  readonly questions: string[] = [];
  isSilent = false;
  readonly #socket: Socket;
  readonly #records: Readonly<Record<string, string>>;

  private constructor(records: Readonly<Record<string, string>>) {
    this.#records = records;
    this.#socket = createSocket("udp4");
    this.#socket.on("message", (query, from) => {
      const answer = this.#answer(query);
      if (!this.isSilent) this.#socket.send(answer, from.port, from.address);
    });
  }

  static async start(records: Readonly<Record<string, string>>): Promise<NameServer> {
    const server = new NameServer(records);
    server.#socket.bind(0, "127.0.0.1");
    await once(server.#socket, "listening");
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  end(): void {
    this.#socket.close();
  }

  /** RFC 1035, section 4.1: the question again, and at most one record. */
  #answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += length + 1;
    }
    const question = query.subarray(12, at + 5);
    const name = labels.join(".").toLowerCase();
    this.questions.push(name);
    const text = query.readUInt16BE(at + 1) === TXT ? this.#records[name] : undefined;
    const isKnown = this.#records[name] !== undefined;
    const head = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, isKnown ? 0x80 : 0x80 | NO_SUCH_NAME, 0, 1, 0, text === undefined ? 0 : 1, 0, 0, 0, 0]);
    if (text === undefined) return Buffer.concat([head, question]);
    const data = Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
    const record = Buffer.from([0xc0, 12, 0, TXT, 0, 1, 0, 0, 0, 60, 0, data.length]);
    return Buffer.concat([head, question, record, data]);
  }
}
