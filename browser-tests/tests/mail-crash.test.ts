import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../src/eventually.ts";
import type { Ports } from "../src/mailLine.ts";
import { MailSender } from "../src/mailSender.ts";
import { freePort, TributaryNode } from "../src/node.ts";
import { postmasterOf, whilePostgresStandsStill } from "../src/postgres.ts";

const SENDERS = 10;
const MAILS = 30;
const SUPPORT = "support@example.com";
const SALES = "sales@example.com";

let node: TributaryNode;
let ports: Ports;

beforeAll(async () => {
  ports = { smtp: await freePort(), lmtp: await freePort() };
  node = await TributaryNode.start({
    name: "mail-crash",
    inboxes: [{ name: "support", connector: "email", address: SUPPORT }, { name: "sales", connector: "email", address: SALES }],
    config: { smtp: { host: "127.0.0.1", port: ports.smtp, "lmtp-port": ports.lmtp, "max-mails": 1_000, timeouts: { deliver: "3s" } }, journal: { timeout: "1s" } },
  });
});
afterAll(() => node?.end());

/** Every mail of every sender, as the node has it: inbox → words, in the order of each sender's ticket. */
async function stored(inbox: string, senders: readonly MailSender[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const ticket of await node.api.tickets(`?inbox=${inbox}`)) {
    const name = ticket.contact.name ?? "";
    if (!senders.some((sender) => sender.name === name)) continue;
    const texts = (await node.api.messages(ticket.number)).map((message) => message.text.trim());
    found.set(name, [...(found.get(name) ?? []), ...texts]);
  }
  return found;
}

/** Every 250 is one message, none is there twice, and each sender's mails are one ticket in their order. */
async function expectOnce(senders: readonly MailSender[], inbox: string, address: string): Promise<void> {
  const here = senders.filter((sender) => sender.confirmed.has(`${address} ${sender.words[0] ?? ""}`));
  const want = here.reduce((sum, sender) => sum + sender.words.length, 0);
  await eventually("all mails to be messages", async () => [...(await stored(inbox, here)).values()].reduce((sum, texts) => sum + texts.length, 0) >= want, 30_000);
  const found = await stored(inbox, here);
  for (const sender of here) expect(found.get(sender.name)).toEqual(sender.words);
}

function confirmed(senders: readonly MailSender[]): number {
  return senders.reduce((sum, sender) => sum + sender.confirmed.size, 0);
}

describe("ten sessions that bring mail", () => {
  it("find every 250 as one message, and none twice, through three times kill -9", async () => {
    const senders = Array.from({ length: SENDERS }, (_, i) =>
      i < 2 ? new MailSender(ports, `lmtp${i}`, MAILS, [SUPPORT, SALES], true) : new MailSender(ports, `smtp${i}`, MAILS, i === 2 ? [SUPPORT, SALES] : [SUPPORT]));
    const total = senders.reduce((sum, sender) => sum + sender.letters.reduce((all, letter) => all + letter.recipients.length, 0), 0);
    const work = Promise.all(senders.map((sender) => sender.run()));

    for (const share of [0.15, 0.4, 0.7]) {
      await eventually("enough mails to be on their way", () => confirmed(senders) >= share * total, 30_000);
      expect(confirmed(senders)).toBeLessThan(total);
      await node.kill();
      await node.run();
    }
    await work;

    expect(confirmed(senders)).toBe(total);
    await expectOnce(senders, "support", SUPPORT);
    await expectOnce(senders, "sales", SALES);
    expect(await node.api.get("/quarantine")).toMatchObject({ data: [] });
  }, 150_000);

  it("are told to come again while PostgreSQL stands still, and find each mail once afterwards", async () => {
    const senders = [
      new MailSender(ports, "still0", 6, [SUPPORT]), new MailSender(ports, "still1", 6, [SUPPORT]),
      new MailSender(ports, "still2", 6, [SUPPORT, SALES], true),
    ];
    const work = await whilePostgresStandsStill(node, async () => {
      const begun = senders.map((sender) => sender.run());
      await eventually("every session to be refused", () => senders.every((sender) => sender.refusals.length >= (sender.name === "still2" ? 2 : 1)), 30_000);
      return begun;
    });
    await Promise.all(work);

    const refusals = senders.flatMap((sender) => sender.refusals);
    for (const refusal of refusals) expect(refusal).toMatch(/^4\d\d 4\./);
    await expectOnce(senders, "support", SUPPORT);
    await expectOnce(senders, "sales", SALES);
  }, 90_000);

  it("are told to come again while PostgreSQL is gone, and find each mail once when it was started again", async () => {
    const senders = [new MailSender(ports, "gone0", 6, [SUPPORT]), new MailSender(ports, "gone1", 6, [SUPPORT, SALES], true)];
    process.kill(postmasterOf(node), "SIGQUIT");
    const work = Promise.all(senders.map((sender) => sender.run()));
    await eventually("a session to be refused", () => senders.some((sender) => sender.refusals.length > 0), 30_000);
    await work;

    for (const refusal of senders.flatMap((sender) => sender.refusals)) expect(refusal).toMatch(/^4\d\d 4\./);
    await expectOnce(senders, "support", SUPPORT);
    await expectOnce(senders, "sales", SALES);
  }, 90_000);
});
