import { pause } from "./eventually.ts";
import { MailLine, type Ports } from "./mailLine.ts";

interface Letter {
  readonly words: string;
  readonly bytes: string;
  /** Who has not said 250 for it yet. */
  recipients: readonly string[];
}

const BETWEEN_TRIES_MS = 100;
/** Larger than what the journal keeps in its row, so that the way over a file is tried too. */
const FILE = `${"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n".repeat(600)}`;

/**
 * A mail server with a number of mails, each an answer to the one before. It sends them one after the other, and each again
 * until every recipient has said 250, whatever happens to the line. Over LMTP, who said 250 is left out of the next try.
 */
export class MailSender {
  readonly name: string;
  /** `recipient words` → how often that was told 250. */
  readonly confirmed = new Map<string, number>();
  /** Every reply to a dot that was no success. */
  readonly refusals: string[] = [];
  readonly letters: readonly Letter[];
  readonly #ports: Ports;
  readonly #isLmtp: boolean;

  constructor(ports: Ports, name: string, count: number, recipients: readonly string[], isLmtp = false) {
    this.#ports = ports;
    this.name = name;
    this.#isLmtp = isLmtp;
    this.letters = Array.from({ length: count }, (_, i) => ({ words: `${name} no ${i + 1}`, bytes: this.#letter(i + 1), recipients }));
  }

  get words(): readonly string[] {
    return this.letters.map((letter) => letter.words);
  }

  async run(): Promise<void> {
    while (this.letters.some((letter) => letter.recipients.length > 0)) {
      try {
        await this.#session();
      } catch {
        await pause(BETWEEN_TRIES_MS);
      }
    }
  }

  async #session(): Promise<void> {
    const line = await MailLine.open(this.#isLmtp ? this.#ports.lmtp : this.#ports.smtp);
    try {
      await line.say(this.#isLmtp ? "LHLO sender.example" : "EHLO sender.example");
      for (const letter of this.letters) {
        while (letter.recipients.length > 0) await this.#deliver(line, letter);
      }
    } finally {
      line.end();
    }
  }

  async #deliver(line: MailLine, letter: Letter): Promise<void> {
    const asked = letter.recipients;
    for (const command of [`MAIL FROM:<${this.name}@sender.example>`, ...asked.map((one) => `RCPT TO:<${one}>`), "DATA"]) {
      const reply = await line.say(command);
      if (!/^[23]/.test(reply)) throw new Error(reply);
    }
    line.write(letter.bytes);
    const replies = [await line.say("."), ...(this.#isLmtp ? await this.#more(line, asked.length - 1) : [])];
    const isDone = (i: number): boolean => (replies[this.#isLmtp ? i : 0] ?? "").startsWith("250");
    this.refusals.push(...replies.filter((reply) => !reply.startsWith("250")));
    for (const one of asked.filter((_, i) => isDone(i))) {
      const key = `${one} ${letter.words}`;
      this.confirmed.set(key, (this.confirmed.get(key) ?? 0) + 1);
    }
    letter.recipients = asked.filter((_, i) => !isDone(i));
    if (letter.recipients.length > 0) await pause(BETWEEN_TRIES_MS);
  }

  async #more(line: MailLine, count: number): Promise<readonly string[]> {
    const replies: string[] = [];
    for (let i = 0; i < count; i++) replies.push(await line.reply());
    return replies;
  }

  #letter(number: number): string {
    const head = [
      `From: ${this.name} <${this.name}@sender.example>`, "To: support@example.com", `Subject: ${this.name}`, `Message-ID: <${this.name}-${number}@sender.example>`,
      ...(number === 1 ? [] : [`In-Reply-To: <${this.name}-${number - 1}@sender.example>`]),
    ];
    const words = `${this.name} no ${number}`;
    if (number % 5 !== 0) return `${head.join("\r\n")}\r\n\r\n${words}\r\n`;
    return [
      ...head, "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain", "", words, "--b",
      "Content-Type: application/octet-stream; name=file.bin", "Content-Transfer-Encoding: base64", "", `${FILE}--b--`, "",
    ].join("\r\n");
  }
}
