import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, pause } from "../src/eventually.ts";
import { freePort, TributaryNode } from "../src/node.ts";
import { whilePostgresStandsStill } from "../src/postgres.ts";
import type { Message, Ticket } from "../src/rest.ts";
import { type Attempt, Simulator } from "../src/simulator.ts";

/** Twilio waits so long for an answer, and tries no second time. */
const PATIENCE_MS = 15_000;
const LONG = "A story of several parts, told from the end. ".repeat(4);

let node: TributaryNode;
let twilio: Simulator;
let vonage: Simulator;
let centre: Simulator;

beforeAll(async () => {
  const options = { name: "sms", inboxes: [] as Readonly<Record<string, unknown>>[] };
  node = await TributaryNode.prepare(options);
  twilio = await Simulator.start("twilio", node.url, ["--inbox", "twilio"]);
  vonage = await Simulator.start("vonage", node.url, ["--inbox", "vonage"]);
  const port = await freePort();
  centre = await Simulator.run("smsc", ["--port", String(port), "--cut", "--decimal"]);
  node.configure({
    ...options,
    inboxes: [
      {
        name: "twilio", connector: "sms-webhook", provider: "twilio", account: "AC00000000000000000000000000000001",
        secret: "0123456789abcdef0123456789abcdef", number: "+15005550006", "api-base": twilio.url, "back-fill": "1s",
      },
      {
        name: "vonage", connector: "sms-webhook", provider: "vonage", account: "abcd1234", secret: "0123456789abcdef",
        "signature-secret": "vonageSigSecret01", number: "447700900001", "api-base": vonage.url,
      },
      {
        name: "smsc", connector: "sms-smpp", host: "127.0.0.1", port, "system-id": "gwuser", password: "secret12", number: "10690001",
        "receipt-ids": "hex-to-decimal",
      },
    ],
  }, "data");
  await node.run();
}, 700_000);
afterAll(async () => {
  [twilio, vonage, centre].forEach((simulator) => simulator?.end());
  await node?.end();
});

const person = (suffix: number): string => `+86138001${String(suffix).padStart(5, "0")}`;

async function write(from: string, text: string, how: { readonly times?: number; readonly flaw?: string; readonly sid?: string } = {}): Promise<readonly Attempt[]> {
  const { sid, ...rest } = how;
  return twilio.push({ From: from, Body: text, ...(sid === undefined ? {} : { MessageSid: sid }) }, rest);
}

async function threadOf(number: string, inbox = "twilio"): Promise<readonly Message[]> {
  for (const ticket of await node.api.tickets(`?inbox=${inbox}`)) {
    const contact = await node.api.get<{ identities: readonly { value: string }[] }>(`/contacts/${ticket.contact.id}`);
    if (contact.identities.some((identity) => identity.value === number)) return node.api.messages(ticket.number);
  }
  return [];
}

async function texts(number: string, count: number, inbox = "twilio"): Promise<readonly string[]> {
  return eventually(`${count} messages of ${number}`, async () => {
    const thread = (await threadOf(number, inbox)).filter((message) => message.direction === "inbound");
    return thread.length >= count ? thread.map((message) => message.text) : undefined;
  }, 30_000);
}

async function ticketOf(number: string, inbox = "twilio"): Promise<Ticket> {
  return eventually(`a ticket of ${number}`, async () => {
    const [first] = await threadOf(number, inbox);
    return first === undefined ? undefined : node.api.get<Ticket>(`/tickets/${first.ticket}`);
  });
}

async function delivery(ticket: number, text: string, states: readonly string[]): Promise<Message["delivery"]> {
  return eventually(`"${text}" to be ${states.join(" or ")}`, async () => {
    const found = (await node.api.messages(ticket)).find((message) => message.text === text)?.delivery;
    return found && states.includes(found.state) ? found : undefined;
  }, 30_000);
}

/** How many requests of Twilio were answered with 200. */
async function thanked(): Promise<number> {
  const metrics = await (await fetch(`${node.management}/metrics`)).text();
  return Number(/^tributary_hook_answers_total\{inbox="twilio",status="200"[^}]*\} (\S+)$/m.exec(metrics)?.[1] ?? 0);
}

async function reply(ticket: number, text: string): Promise<void> {
  expect((await node.api.call("POST", `/tickets/${ticket}/messages`, { kind: "reply", text })).status).toBe(201);
}

describe("what somebody writes by Twilio", () => {
  it("is one message, however often it comes, and one ticket, however many come at once", async () => {
    const from = person(1);
    const thrice = await write(from, "你好 & <thanks>!", { times: 3 });
    const ten = await Promise.all(Array.from({ length: 10 }, (_, i) => write(from, `n${i}`)));

    expect([...thrice, ...ten.flat()].map((attempt) => attempt.status)).toEqual(Array.from({ length: 13 }, () => 200));
    expect(thrice[0]?.body).toMatch(/<Response>\s*<\/Response>/);
    const found = await texts(from, 11);
    expect(found).toHaveLength(11);
    expect(found[0]).toBe("你好 & <thanks>!");
    expect(new Set(found).size).toBe(11);
    expect(new Set((await threadOf(from)).map((message) => message.ticket)).size).toBe(1);
  });

  it("is answered, and the last word about the answer stays, though earlier ones come after it", async () => {
    const from = person(2);
    await write(from, "Is anybody there?");
    const { number } = await ticketOf(from);

    const before = await thanked();

    await reply(number, "您好！Yes.");

    await eventually("delivered, sent and queued to be reported", async () => (await thanked()) >= before + 3);
    expect((await delivery(number, "您好！Yes.", ["delivered", "sent"]))?.state).toBe("delivered");
    expect((await twilio.received()).filter((sent) => sent["To"] === from).map((sent) => sent["Body"])).toEqual(["您好！Yes."]);
  });

  it.each(["signature", "unsigned", "foreign", "doctype"])("is refused with a wrong %s, and leaves nothing but a counter", async (flaw) => {
    const before = (await node.api.tickets()).length;

    const [attempt] = await write(person(3), "forged", { flaw });

    expect([400, 403]).toContain(attempt?.status);
    expect(await node.api.tickets()).toHaveLength(before);
    expect(await node.api.get("/quarantine")).toMatchObject({ data: [] });
    expect(await (await fetch(`${node.management}/metrics`)).text()).toMatch(/tributary_sms_hooks_refused_total\{[^}]*inbox="twilio"/);
  });

  it.each(["STOP", "退订", "unsubscribe."])("is heeded: after %s nothing leaves until START", async (word) => {
    const from = person(10 + word.length);
    await write(from, "hello");
    const { number } = await ticketOf(from);
    await write(from, word);
    await write(from, "HELP");
    await texts(from, 3);

    await reply(number, `after ${word}`);
    expect((await delivery(number, `after ${word}`, ["failed"]))?.reason).toMatch(/STOP/);
    await write(from, "START");
    await texts(from, 4);
    await reply(number, `after START ${word}`);

    await delivery(number, `after START ${word}`, ["delivered"]);
    expect((await twilio.received()).filter((sent) => sent["To"] === from)).toHaveLength(1);
  });

  it("is brought from the provider's list when it could not be brought in time", async () => {
    await write(person(4), "written during an outage", { times: 0 });

    expect(await texts(person(4), 1)).toEqual(["written during an outage"]);
  });

  it("is stored before it is thanked for while PostgreSQL stands still; what was refused comes by the list, once", async () => {
    const people = Array.from({ length: 12 }, (_, i) => person(100 + i));
    const storm: Promise<readonly Attempt[]>[] = [];
    await whilePostgresStandsStill(node, async () => {
      for (let round = 0; round < 5; round++) {
        people.forEach((from) => storm.push(write(from, `storm ${round}`)));
        await pause(2_000);
      }
    });
    const answers = (await Promise.all(storm)).flat();

    for (const answer of answers) {
      expect([200, 503]).toContain(answer.status);
      expect(answer.millis).toBeLessThan(PATIENCE_MS);
    }
    expect(answers.some((answer) => answer.status === 503)).toBe(true);
    for (const from of people) {
      const found = await texts(from, 5);
      expect([...found].sort()).toEqual(["storm 0", "storm 1", "storm 2", "storm 3", "storm 4"]);
    }
  }, 120_000);

  it("is answered with a picture that the provider can fetch, and with no file that it would not take", async () => {
    const from = person(5);
    await write(from, "a picture, please");
    const { number } = await ticketOf(from);
    const attach = async (type: string): Promise<string> => {
      const form = new FormData();
      form.set("file", new File([new Uint8Array([1, 2, 3])], "a", { type }));
      return (await node.api.call<{ id: string }>("POST", "/attachments", form)).body.id;
    };

    const page = await node.api.call("POST", `/tickets/${number}/messages`, { kind: "reply", text: "no", attachments: [await attach("text/html")] });
    expect(page.body).toMatchObject({ code: "file-not-allowed" });
    await node.api.post(`/tickets/${number}/messages`, { kind: "reply", text: "here", attachments: [await attach("image/png")] });

    await delivery(number, "here", ["delivered"]);
    const url = (await twilio.received()).find((sent) => sent["To"] === from)?.["MediaUrl"] ?? "";
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect((await fetch(url.replace(/s=.{4}/, "s=AAAA"))).status).toBe(404);
  });
});

describe("what somebody writes by Vonage", () => {
  it("is one message, though its parts come from the end and one of them twice", async () => {
    const parts = [LONG.slice(0, 90), LONG.slice(90)];
    const push = (part: number): Promise<readonly Attempt[]> => vonage.push({
      msisdn: "8613800200001", text: parts[part - 1] ?? "", messageId: `P${part}`, concat: "true", "concat-ref": "7", "concat-total": "2", "concat-part": String(part),
    }, { times: part });

    const answers = [...(await push(2)), ...(await push(1))];

    expect(answers.every((answer) => answer.taken)).toBe(true);
    expect(await texts("+8613800200001", 1, "vonage")).toEqual([LONG]);
  });

  it.each(["signature", "unsigned", "foreign", "doctype"])("is refused with a wrong %s", async (flaw) => {
    const [attempt] = await vonage.push({ msisdn: "8613800200002", text: "forged" }, { flaw });

    expect([400, 403]).toContain(attempt?.status);
    expect(await threadOf("+8613800200002", "vonage")).toEqual([]);
  });

  it("is answered, and the receipt is believed", async () => {
    await vonage.push({ msisdn: "8613800200003", text: "hi" });
    const { number } = await ticketOf("+8613800200003", "vonage");

    await reply(number, "hello by Vonage");

    await delivery(number, "hello by Vonage", ["delivered"]);
  });
});

describe("a message centre that cuts its first connection before it reads an answer", () => {
  it("has each message once, and its receipts count in decimals before the answer to submit_sm", async () => {
    const from = "+8613800138000";
    expect([...(await texts(from, 4, "smsc"))].sort()).toEqual(["1", "1", LONG, "您好"].sort());
    const { number } = await ticketOf(from, "smsc");

    await reply(number, "您的订单");

    await delivery(number, "您的订单", ["delivered"]);
    expect(await texts(from, 4, "smsc")).toHaveLength(4);
  });
});

describe("the inbox page", () => {
  it("tells how each account stands, and tries it", async () => {
    const { data } = await node.api.get<{ data: readonly { name: string; facts: Readonly<Record<string, string>>; lastInboundAt: string | null }[] }>("/inboxes");
    const facts = Object.fromEntries(data.map((inbox) => [inbox.name, inbox.facts]));

    expect(Number(facts["twilio"]?.["signature-failures"])).toBeGreaterThan(0);
    expect(facts["smsc"]).toMatchObject({ session: "bound" });
    expect(data.every((inbox) => inbox.lastInboundAt !== null)).toBe(true);
    for (const name of ["twilio", "vonage", "smsc"]) expect(await node.api.post(`/inboxes/${name}/test`, {})).toMatchObject({ ok: true });
  });
});
