import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../src/eventually.ts";
import { freePort, TributaryNode } from "../src/node.ts";
import { post, Relay } from "../src/post.ts";
import type { List, Message } from "../src/rest.ts";

const ADDRESS = "support@example.com";
const WORDS = "We have your mail and answer within a day.";

interface Letter extends Message {
  readonly mail: { readonly automatic: string } | null;
}

let node: TributaryNode;
let relay: Relay;
let smtp: number;

beforeAll(async () => {
  relay = await Relay.start();
  smtp = await freePort();
  node = await TributaryNode.start({
    name: "mail-answers",
    inboxes: [{
      name: "support", connector: "email", address: ADDRESS, send: { host: "127.0.0.1", port: relay.port },
      "auto-reply": { text: WORDS },
    }],
    config: { smtp: { host: "127.0.0.1", port: smtp, "lmtp-port": "off" } },
  });
});
afterAll(async () => { relay?.end(); await node?.end(); });

function letter(from: string, subject: string, fields: Readonly<Record<string, string>> = {}): string {
  const head = { From: from, To: ADDRESS, Subject: subject, "Message-ID": `<${subject.replaceAll(" ", "-")}@mail.example>`, ...fields };
  return `${Object.entries(head).map(([name, value]) => `${name}: ${value}`).join("\n")}\n\n${subject}\n`;
}

async function arrived(subject: string): Promise<number> {
  const ticket = await eventually(subject, async () => (await node.api.tickets()).find((one) => one.subject === subject));
  return ticket.number;
}

describe("an inbox that answers at once", () => {
  it("answers a person who opens a ticket once a day, as a machine does, and shows it in the thread", async () => {
    expect(await post(smtp, "bounces@mail.example", ADDRESS, letter("Li <li@mail.example>", "where is it"))).toMatch(/^250/);

    const answer = await eventually("the answer", () => relay.mails.find((mail) => mail.text.includes(WORDS)));
    expect(answer.sender).toBe("");
    expect(answer.recipients).toEqual(["bounces@mail.example"]);
    expect(answer.head).toMatchObject({ "auto-submitted": "auto-replied", "x-auto-response-suppress": "All", precedence: "auto_reply", "in-reply-to": "<where-is-it@mail.example>" });
    expect(answer.head["reply-to"]).toMatch(/support\+c/);
    const number = await arrived("where is it");
    const thread = (await node.api.get<List<Letter>>(`/tickets/${number}/messages`)).data;
    expect(thread.map((one) => [one.direction, one.author.kind, one.mail?.automatic])).toEqual([["inbound", "contact", "human"], ["outbound", "system", "auto-reply"]]);
    expect(await node.api.get(`/tickets/${number}`)).toMatchObject({ status: "new", lastMessage: { text: expect.stringContaining("where is it") } });

    await post(smtp, "bounces@mail.example", ADDRESS, letter("Li <li@mail.example>", "once more"));
    await arrived("once more");
    expect(relay.mails).toHaveLength(1);
  });

  it("says nothing to machines, lists, bounces and itself", async () => {
    const before = relay.mails.length;
    const own = relay.mails[0];
    await post(smtp, "", ADDRESS, letter("Mailer <mailer-daemon@mx.example>", "a bounce"));
    await post(smtp, "away@mail.example", ADDRESS, letter("Away <away@mail.example>", "on leave", { "Auto-Submitted": "auto-replied" }));
    await post(smtp, "list@mail.example", ADDRESS, letter("List <list@mail.example>", "a newsletter", { "List-Id": "<news.mail.example>", Precedence: "bulk" }));
    await post(smtp, "shop@mail.example", ADDRESS, letter("Shop <no-reply@mail.example>", "an order"));
    await post(smtp, ADDRESS, ADDRESS, letter(`Support <${ADDRESS}>`, "from ourselves"));
    await post(smtp, "", ADDRESS, `${Object.entries(own?.head ?? {}).map(([name, value]) => `${name}: ${value}`).join("\n")}\n\nour own answer\n`);
    await post(smtp, "han@mail.example", ADDRESS, letter("Han <han@mail.example>", "a person again"));

    await eventually("the answer to the person", () => relay.mails.find((mail) => mail.recipients.includes("han@mail.example")));
    expect(relay.mails).toHaveLength(before + 1);
    await arrived("a newsletter");
  });
});
