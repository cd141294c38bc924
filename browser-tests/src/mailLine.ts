import { createConnection, type Socket } from "node:net";

/** The connection ended before the reply came: nobody knows what became of the mail. */
export class LineLost extends Error {}

/** A raw SMTP or LMTP connection: one command after the other, or bytes as a test wants them. */
export class MailLine {
  readonly #socket: Socket;
  #text = "";
  #isOver = false;
  #waiting: (() => void) | undefined;
  #draining: (() => void) | undefined;

  private constructor(port: number) {
    this.#socket = createConnection({ host: "127.0.0.1", port });
    this.#socket.on("data", (data) => { this.#text += data.toString("latin1"); this.#waiting?.(); });
    this.#socket.on("error", () => undefined);
    this.#socket.on("drain", () => this.#draining?.());
    this.#socket.on("close", () => { this.#isOver = true; this.#waiting?.(); this.#draining?.(); });
  }

  /** Connecting, not greeted yet. */
  static dial(port: number): MailLine {
    return new MailLine(port);
  }

  /** Connected and greeted. */
  static async open(port: number): Promise<MailLine> {
    const line = MailLine.dial(port);
    const greeting = await line.reply();
    if (!greeting.startsWith("220")) throw new LineLost(greeting);
    return line;
  }

  say(command: string): Promise<string> {
    this.write(`${command}\r\n`);
    return this.reply();
  }

  /** Waits for room, so that a large mail does not pile up here. */
  async stream(bytes: Iterable<string | Buffer>): Promise<void> {
    for (const piece of bytes) {
      if (this.#isOver || this.#text !== "") return;
      if (!this.write(piece)) await new Promise<void>((resolve) => { this.#draining = resolve; });
    }
  }

  /** @returns whether there is room for more */
  write(bytes: string | Buffer): boolean {
    return this.#socket.write(bytes);
  }

  /** The next whole reply. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#text)?.[0];
      if (whole !== undefined) {
        this.#text = this.#text.slice(whole.length);
        return whole.trim();
      }
      if (this.#isOver) throw new LineLost("the connection ended");
      await new Promise<void>((resolve) => { this.#waiting = resolve; });
    }
  }

  /** All replies until the other side hangs up. */
  async rest(): Promise<readonly string[]> {
    const replies: string[] = [];
    for (;;) {
      try {
        replies.push(await this.reply());
      } catch {
        return replies;
      }
    }
  }

  end(): void {
    this.#socket.destroy();
  }
}

export interface Ports {
  readonly smtp: number;
  readonly lmtp: number;
}

/** Sends one mail on a connection of its own. @returns what was said to the dot, or to the command that was refused */
export async function send(port: number, sender: string, recipients: readonly string[], mail: Iterable<string | Buffer>, isLmtp = false): Promise<readonly string[]> {
  const line = await MailLine.open(port);
  try {
    const commands = [isLmtp ? "LHLO test.example" : "EHLO test.example", `MAIL FROM:<${sender}>`, ...recipients.map((one) => `RCPT TO:<${one}>`), "DATA"];
    for (const command of commands) {
      const reply = await line.say(command);
      if (!/^[23]/.test(reply)) return [reply];
    }
    await line.stream(mail);
    line.write("\r\n.\r\n");
    const replies: string[] = [];
    for (let i = 0; i < (isLmtp ? recipients.length : 1); i++) replies.push(await line.reply());
    return replies;
  } finally {
    line.end();
  }
}
