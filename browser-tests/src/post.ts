import { createConnection, createServer, type Server, type Socket } from "node:net";

/** What a relay got. */
export interface Delivered {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly head: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Speaks SMTP to the node, one command after the other, and answers the last reply. */
export async function post(port: number, sender: string, recipient: string, mail: string): Promise<string> {
  const line = new ReplyLine(createConnection({ host: "127.0.0.1", port }));
  try {
    await line.next();
    for (const command of ["EHLO test.example", `MAIL FROM:<${sender}>`, `RCPT TO:<${recipient}>`, "DATA"]) {
      const reply = await line.say(command);
      if (!/^[23]/.test(reply)) return reply;
    }
    return await line.say(`${mail.replaceAll(/\r?\n/g, "\r\n").replaceAll(/^\./gm, "..")}\r\n.`);
  } finally {
    line.end();
  }
}

class ReplyLine {
  readonly #socket: Socket;
  #text = "";
  #waiting: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (data) => { this.#text += data.toString(); this.#waiting?.(); });
    socket.on("error", () => this.#waiting?.());
  }

  say(command: string): Promise<string> {
    this.#socket.write(`${command}\r\n`);
    return this.next();
  }

  /** The next whole reply. */
  async next(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#text)?.[0];
      if (whole !== undefined) {
        this.#text = this.#text.slice(whole.length);
        return whole.trim();
      }
      await new Promise<void>((resolve) => { this.#waiting = resolve; });
    }
  }

  end(): void {
    this.#socket.destroy();
  }
}

/** A relay that takes everything and keeps it. */
export class Relay {
  readonly mails: Delivered[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server);
    server.on("connection", (socket) => relay.#serve(socket));
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    return relay;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("the relay does not listen");
    return address.port;
  }

  end(): void {
    this.#server.close();
  }

  #serve(socket: Socket): void {
    let text = "";
    let body: string[] | undefined;
    let sender = "";
    let recipients: string[] = [];
    const reply = (words: string): void => { socket.write(`${words}\r\n`); };
    const take = (line: string): void => {
      if (body !== undefined) {
        if (line !== ".") { body.push(line.replace(/^\./, "")); return; }
        this.mails.push(read(sender, recipients, body));
        [body, recipients] = [undefined, []];
        reply("250 2.0.0 taken");
        return;
      }
      const command = line.slice(0, 4).toUpperCase();
      if (command === "MAIL") sender = /<(.*?)>/.exec(line)?.[1] ?? "";
      if (command === "RCPT") recipients.push(/<(.*?)>/.exec(line)?.[1] ?? "");
      if (command === "DATA") body = [];
      reply(command === "DATA" ? "354 go on" : command === "QUIT" ? "221 bye" : "250 2.0.0 fine");
    };
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      text += data.toString();
      for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
        take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    });
    reply("220 relay.example ESMTP");
  }
}

function read(sender: string, recipients: readonly string[], lines: readonly string[]): Delivered {
  const [head = "", ...rest] = lines.join("\n").split("\n\n");
  const fields: Record<string, string> = {};
  for (const field of head.replaceAll(/\n[ \t]+/g, " ").split("\n")) {
    const colon = field.indexOf(":");
    fields[field.slice(0, colon).toLowerCase()] = field.slice(colon + 1).trim();
  }
  return { sender, recipients, head: fields, text: rest.join("\n\n") };
}
