import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../src/eventually.ts";
import { BOMBS } from "../src/mailBombs.ts";
import { MailLine, send } from "../src/mailLine.ts";
import { freePort, TributaryNode } from "../src/node.ts";
import { LOGS, ROOT } from "../src/paths.ts";
import type { Ticket } from "../src/rest.ts";

const STREAMS = `${ROOT}gateway/src/test/resources/smtp/`;
const SUPPORT = "support@mail.example.com";
const LINE = `${"a line of a large mail ".repeat(3)}\r\n`;
const MIB = 1_048_576;

let node: TributaryNode;
let smtp: number;
let lmtp: number;

beforeAll(async () => {
  smtp = await freePort();
  lmtp = await freePort();
  node = await TributaryNode.start({
    name: "mail-bombs",
    heap: "256m",
    inboxes: [{ name: "support", connector: "email", address: SUPPORT, aliases: ["support@example.com"] }],
    config: { smtp: { host: "127.0.0.1", port: smtp, "lmtp-port": lmtp } },
  });
});
afterAll(() => node?.end());

async function ticketsAfter(words: string): Promise<readonly Ticket[]> {
  expect(await send(smtp, "last@mail.example", [SUPPORT], [`From: last@mail.example\r\nSubject: ${words}\r\n\r\n${words}\r\n`])).toEqual([expect.stringMatching(/^250/)]);
  return eventually("the mail after all others", async () => {
    const tickets = await node.api.tickets();
    return tickets.some((ticket) => ticket.subject === words) ? tickets : undefined;
  }, 60_000);
}

/** Plays a stream, waits only where every client must, and expects one refusal and nothing after it. */
async function smuggle(port: number, name: string): Promise<void> {
  const bytes = readFileSync(`${STREAMS}${name}`, "latin1").replace(/^EHLO/, port === lmtp ? "LHLO" : "EHLO");
  const text = bytes.indexOf("DATA\r\n") + 6;
  const line = await MailLine.open(port);
  line.write(Buffer.from(bytes.slice(0, text), "latin1"));
  for (let i = 0; i < 4; i++) await line.reply();
  line.write(Buffer.from(bytes.slice(text), "latin1"));
  const [answer, ...more] = await line.rest();
  expect(answer).toMatch(/^550 5\.5\.2 bare/);
  expect(more).toEqual([]);
}

/** Resident memory of the node's own process. */
function residentMiB(): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${node.pid}/status`, "utf8"))?.[1]) / 1_024;
}

/** What the node's process has used of the processor, in steps of 10 ms. */
function processorMs(): number {
  const fields = readFileSync(`/proc/${node.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function* large(bytes: number): Generator<string> {
  yield "From: large@mail.example\r\nSubject: large\r\n\r\n";
  const block = LINE.repeat(900);
  for (let written = 0; written < bytes; written += block.length) yield block;
}

describe("a node with 256 MB of heap", () => {
  it("makes no second message of any stream that smuggles, over SMTP and LMTP", async () => {
    const streams = readdirSync(STREAMS).filter((name) => name.startsWith("smtp-smuggle-"));
    expect(streams.length).toBeGreaterThanOrEqual(5);
    await Promise.all([smtp, lmtp].flatMap((port) => streams.map((name) => smuggle(port, name))));

    const tickets = await ticketsAfter("after the smugglers");
    expect(tickets.map((ticket) => ticket.subject)).toEqual(["after the smugglers"]);
    expect(await node.api.get("/quarantine")).toMatchObject({ data: [] });
  }, 60_000);

  it("refuses a mail of 36 MiB with 552, announced or not, and takes the largest that is allowed", async () => {
    const line = await MailLine.open(smtp);
    await line.say("EHLO test.example");
    expect(await line.say(`MAIL FROM:<large@mail.example> SIZE=${36 * MIB}`)).toMatch(/^552 5\.3\.4/);
    line.end();
    const before = residentMiB();
    for (let i = 0; i < 3; i++) expect(await send(smtp, "large@mail.example", [SUPPORT], large(36 * MIB))).toEqual([expect.stringMatching(/^552 5\.3\.4/)]);
    const after = residentMiB();
    expect(await send(smtp, "large@mail.example", [SUPPORT], large(34 * MIB))).toEqual([expect.stringMatching(/^250/)]);
    note(`36 MiB refused three times: resident ${before.toFixed(0)} MiB before, ${after.toFixed(0)} after; 34 MiB taken: ${residentMiB().toFixed(0)}`);

    const tickets = await ticketsAfter("after the large ones");
    expect(tickets.filter((ticket) => ticket.subject === "large")).toHaveLength(1);
  }, 120_000);

  it("takes or refuses every bomb cleanly and goes on working", async () => {
    const answers = new Map<string, string>();
    for (const bomb of BOMBS) {
      const [begun, used] = [performance.now(), processorMs()];
      const [answer = ""] = await send(smtp, "eve@bomb.example", ["support@example.com"], bomb.bytes());
      answers.set(bomb.name, answer);
      note(`${bomb.name}: ${answer.slice(0, 9)} after ${(performance.now() - begun).toFixed(0)} ms, ${processorMs() - used} ms of the processor`);
    }

    expect([...answers].filter(([, answer]) => !/^(250|55\d)/.test(answer))).toEqual([]);
    await ticketsAfter("after the bombs");
    expect(node.log).not.toMatch(/OutOfMemoryError|StackOverflowError/);
    expect(await node.api.get("/quarantine")).toMatchObject({ data: [] });
  }, 300_000);
});

const notes: string[] = [];

/** Figures for people; nothing is judged by them. */
function note(line: string): void {
  notes.push(line);
  writeFileSync(`${LOGS}/mail-bombs.txt`, `${notes.join("\n")}\n`);
}
