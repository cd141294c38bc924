import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Chromium, NOBODY, PHONE, shoot, sideways, WIDE } from "../src/browser.ts";
import { Console } from "../src/console.ts";
import { Customers } from "../src/customers.ts";
import { eventually, pause } from "../src/eventually.ts";
import { TributaryNode } from "../src/node.ts";
import { whilePostgresStandsStill } from "../src/postgres.ts";
import type { Message, Ticket } from "../src/rest.ts";
import { Simulator } from "../src/simulator.ts";

/** The platform gives up waiting after five seconds. */
const PATIENCE_MS = 5_000;

let node: TributaryNode;
let wecom: Simulator;
let customers: Customers;

beforeAll(async () => {
  const options = { name: "wecom", inboxes: [] as Readonly<Record<string, unknown>>[] };
  node = await TributaryNode.prepare(options);
  wecom = await Simulator.start("wecom", node.url);
  node.configure({
    ...options,
    inboxes: [{
      name: "kf", connector: "wecom-kf", "corp-id": "ww0f1e2d3c4b5a6978", secret: "simulated-secret-of-the-app", token: "wecomToken88",
      "encoding-aes-key": "Zk3mT9pQ2sV7xB1nH5jL8cR4wY6fD0gUaEoKiXyWqMt", "open-kf-id": "wkTestKfid0000000001", welcome: "您好，请问有什么可以帮您？", "api-base": wecom.url,
    }],
  }, "data");
  await node.run();
  customers = new Customers(node.api, "kf");
}, 700_000);
afterAll(async () => {
  wecom?.end();
  await node?.end();
});

type Card = { readonly kind: string; readonly facts: Readonly<Record<string, string>> };
type Entry = Message & { readonly card: Card | null; readonly attachments: readonly { readonly state: string; readonly url: string; readonly type: string }[] };
type WindowedTicket = Ticket & { readonly window: { readonly closed: string | null; readonly grants: readonly { readonly left: number }[] } | null };

const threadOf = (customer: string) => customers.thread<Entry>(customer);
const thread = (customer: string, length: number) => customers.threadOf<Entry>(customer, length);
const ticketOf = (customer: string) => customers.ticket<WindowedTicket>(customer);

function text(customer: string, content: string, more: Readonly<Record<string, unknown>> = {}) {
  return wecom.entry({ external_userid: customer, msgtype: "text", text: { content }, ...more });
}

function event(customer: string, type: string, more: Readonly<Record<string, unknown>> = {}) {
  return wecom.entry({ msgtype: "event", event: { event_type: type, external_userid: customer, ...more } });
}

async function reply(ticket: number, words: string): Promise<{ status: number; body: unknown }> {
  return node.api.call("POST", `/tickets/${ticket}/messages`, { kind: "reply", text: words });
}

describe("what a customer sends", () => {
  it("is one message however often it is there, and one ticket with their name, in order, however many come at once", async () => {
    await text("wmThrice", "你好", { msgid: "m-thrice", repeat: 3, nickname: "王小明" });
    await Promise.all(Array.from({ length: 10 }, (_, i) => text("wmThrice", `n${i}`, { msgid: `at-once-${i}` })));

    const found = await thread("wmThrice", 11);
    await pause(500);
    expect(await threadOf("wmThrice")).toHaveLength(11);
    expect(new Set(found.map((message) => message.ticket)).size).toBe(1);
    expect(found[0]?.text).toBe("你好");
    expect(new Set(found.slice(1).map((message) => message.text)).size).toBe(10);
    expect((await ticketOf("wmThrice")).contact.name).toBe("王小明");

    for (let i = 0; i < 8; i++) await text("wmOrder", `n${i}`);
    expect((await thread("wmOrder", 8)).map((message) => message.text)).toEqual(["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"]);
  });

  it.each(["signature", "foreign", "padding", "stale", "doctype"])("is not pulled by a callback with a wrong %s: 403, and nothing but a counter", async (flaw) => {
    const before = (await node.api.tickets()).length;

    const [attempt] = await wecom.call(flaw);

    expect(attempt).toMatchObject({ status: 403, body: "" });
    expect(await node.api.tickets()).toHaveLength(before);
    const metrics = await (await fetch(`${node.management}/metrics`)).text();
    expect(metrics).toMatch(/tributary_wecom_callbacks_total\{[^}]*outcome="(forged|stale|unreadable)"/);
  });

  it("is shown as what it is: files that follow, one that never comes, a place, a type nobody knows, a message taken back", async () => {
    const customer = "wmMany";
    await wecom.entry({ external_userid: customer, msgtype: "image", image: { media_id: "media-1" } });
    await wecom.entry({ external_userid: customer, msgtype: "file", file: { media_id: "file-1" } });
    await wecom.entry({ external_userid: customer, msgtype: "voice", voice: { media_id: "gone-1" } });
    await wecom.entry({ external_userid: customer, msgtype: "location", location: { latitude: 23.1, longitude: 113.3, name: "广州塔", address: "阅江西路" } });
    await wecom.entry({ external_userid: customer, msgtype: "channels_shop_order", channels_shop_order: { order_id: "1" } });
    await event(customer, "user_recall_msg", { recall_msgid: "x" });
    await event(customer, "user_recall_msg", { recall_msgid: "x" });

    const found = await eventually("the files to be settled", async () => {
      const all = await threadOf(customer);
      return all.length >= 6 && all.slice(0, 3).every((message) => message.attachments[0]?.state !== "pending") ? all : undefined;
    });
    expect(found).toHaveLength(6);
    expect(found.slice(0, 3).map((message) => message.attachments[0]?.state)).toEqual(["stored", "stored", "missing"]);
    expect(found.slice(3).map((message) => message.card)).toEqual([
      { kind: "location", facts: { address: "阅江西路", latitude: "23.1", longitude: "113.3", title: "广州塔" } },
      { kind: "unsupported", facts: { type: "channels_shop_order" } },
      { kind: "recalled", facts: {} },
    ]);
    const file = await fetch(new URL(found[1]?.attachments[0]?.url ?? "", node.url));
    expect(await file.text()).toContain("%PDF");
  });

  it("comes once when callbacks have expired and the access token, too", async () => {
    await wecom.expire("callbacks");
    await wecom.expire("token");
    await text("wmExpired", "still there?");

    expect(await thread("wmExpired", 1)).toHaveLength(1);
  });

  it("is stored once after PostgreSQL stood still, and no callback waited", async () => {
    const customers = Array.from({ length: 8 }, (_, i) => `wmStill${i}`);
    const work = await whilePostgresStandsStill(node, async () => {
      const begun = customers.map((customer) => text(customer, "still"));
      await pause(10_000);
      return begun;
    });

    for (const attempt of (await Promise.all(work)).flat()) expect(attempt.millis).toBeLessThan(PATIENCE_MS);
    for (const customer of customers) expect(await thread(customer, 1)).toHaveLength(1);
  }, 120_000);
});

describe("somebody who enters the chat", () => {
  it("is welcomed once, within the platform's time", async () => {
    await event("wmEnters", "enter_session", { scene: "ORDER" });

    await eventually("a welcome", async () => (await wecom.sent()).some((sent) => sent.code !== undefined && sent.text?.content === "您好，请问有什么可以帮您？"));
    expect(await threadOf("wmEnters")).toHaveLength(0);
    await event("wmEnters", "enter_session", { scene: "ORDER" });
    await text("wmEnters", "hi");
    await thread("wmEnters", 1);
    expect((await wecom.sent()).filter((sent) => sent.code !== undefined)).toHaveLength(1);
  });
});

describe("a reply", () => {
  it("is refused before the platform would, and what the platform refuses is given back", async () => {
    await text("wmWindow", "hi");
    const { number } = await ticketOf("wmWindow");
    await wecom.fault({ path: "/cgi-bin/kf/send_msg", kind: "errcode", code: 40058 });

    expect((await reply(number, "refused")).status).toBe(201);
    await eventually("the refusal", async () => (await node.api.messages(number)).some((message) => message.delivery?.state === "failed"));
    await eventually("the message to be given back", async () => (await ticketOf("wmWindow")).window?.grants[0]?.left === 5);
    for (let i = 0; i < 5; i++) expect((await reply(number, `r${i}`)).status).toBe(201);
    expect((await reply(number, "one too many")).body).toMatchObject({ code: "window-closed" });
    await eventually("five replies", async () => (await wecom.sent()).filter((sent) => sent.touser === "wmWindow").length === 5);

    await text("wmWindow", "again");
    await eventually("the window to open", async () => (await reply(number, "r5")).status === 201);
  });

  it("that fails later is marked, with the reason", async () => {
    await text("wmFails", "hi");
    const { number } = await ticketOf("wmFails");
    await wecom.failNext(10);

    expect((await reply(number, "hello")).status).toBe(201);

    await eventually("the failure", async () =>
      (await node.api.messages(number)).some((message) => message.delivery?.state === "failed" && message.delivery.reason?.includes("refuses") === true));
    await eventually("the window to be closed", async () => (await ticketOf("wmFails")).window?.closed === "refuses-messages");
  });
});

describe("a colleague in the WeCom client", () => {
  it("has the conversation until it is over: what they write is mirrored and not sent, and nobody else answers", async () => {
    const customer = "wmTaken";
    await text(customer, "hi");
    const { number } = await ticketOf(customer);
    await wecom.state(customer, 3);
    await text(customer, "在的", { origin: 5, servicer_userid: "zhang" });
    await text(customer, "谢谢");

    const found = await thread(customer, 4);
    expect(found.map((message) => message.card?.kind ?? `${message.direction} ${message.author.name} ${message.text}`)).toEqual([
      "inbound 小明 hi", "session", "outbound zhang 在的", "inbound 小明 谢谢",
    ]);
    expect((await reply(number, "me too")).body).toMatchObject({ code: "window-closed", window: { closed: "taken-over" } });
    expect((await wecom.sent()).filter((sent) => sent.touser === customer)).toHaveLength(0);

    await wecom.state(customer, 4);
    await eventually("the end of the session", async () => (await ticketOf(customer)).window?.closed === "session-ended");
    await text(customer, "noch etwas");
    await eventually("the window to open", async () => (await reply(number, "yes?")).status === 201);
    await eventually("the reply", async () => (await wecom.sent()).some((sent) => sent.touser === customer));
  });

  it("has no part in a session that ends with its ticket", async () => {
    await text("wmSolved", "hi");
    const { number } = await ticketOf("wmSolved");
    expect((await reply(number, "bye")).status).toBe(201);
    expect((await node.api.call("PATCH", `/tickets/${number}`, { status: "solved" })).status).toBe(200);

    await eventually("the end of the session", async () => (await ticketOf("wmSolved")).window?.closed === "session-ended");
    expect((await wecom.sent()).filter((sent) => sent.touser === "wmSolved")).toHaveLength(1);
    await text("wmSolved", "one more thing");
    await eventually("the window to open", async () => (await reply(number, "yes?")).status === 201);
  });
});

describe.each([["zh-CN", "zh-CN"], ["en", "en-US"]] as const)("an agent's console in %s", (language, locale) => {
  it.each([["wide", WIDE], ["phone", PHONE]] as const)("shows what customers did, what may be sent, and how the inbox stands (%s)", async (size, viewport) => {
    const customer = `wmSeen-${language}-${size}`;
    await text(customer, "你好");
    await wecom.entry({ external_userid: customer, msgtype: "location", location: { latitude: 23.1, longitude: 113.3, name: "广州塔" } });
    await event(customer, "enter_session", { scene: "ORDER" });
    const { number } = await ticketOf(customer);
    await thread(customer, 3);
    const browser = await Chromium.start();
    try {
      const person = await browser.person({ locale, viewport, hasTouch: viewport === PHONE });
      const page = await person.page();
      const desk = await Console.logIn(page, node.url);
      await page.goto(`${node.url}/tickets/${number}`);
      await desk.field.waitFor();
      const zh = language === "zh-CN";

      await expect.poll(() => desk.log.locator('[data-card="location"]').innerText()).toContain(zh ? "纬度" : "Latitude");
      await expect.poll(() => desk.log.locator('[data-card="entered"]').innerText()).toContain(zh ? "场景值" : "Scene");
      await expect.poll(() => page.locator('[data-window="open"]').innerText()).toContain("5");
      await desk.field.fill("好的");
      await expect.poll(() => page.locator("[data-limit]").innerText()).toContain(zh ? "6 / 2,048 字节" : "6 / 2,048 bytes");
      await shoot(page, `wecom-thread-${language}-${size}`);

      await wecom.state(customer, 3);
      await expect.poll(() => page.locator('[data-window="closed"]').innerText()).toContain(zh ? "同事正在企业微信中接待此客户" : "A colleague in WeCom");
      await shoot(page, `wecom-taken-${language}-${size}`);

      await page.goto(`${node.url}/inboxes`);
      const card = page.locator('[data-inbox="kf"]');
      await expect.poll(() => card.locator('[data-fact="token"]').innerText()).toContain(zh ? "有效" : "valid");
      await expect.poll(() => card.locator('[data-fact="signature-failures"]').innerText()).toContain(zh ? "签名失败" : "Signature failures");
      await card.getByRole("button", { name: zh ? "测试" : "Test" }).click();
      await expect.poll(() => card.locator(".test-ok").innerText()).toContain(zh ? "平台已发放并接受访问令牌" : "the provider gave an access token");
      await shoot(page, `wecom-inbox-${language}-${size}`);
      expect(await sideways(page)).toBe(0);
      person.pardon(NOBODY);
      expect(person.complaints).toEqual([]);
    } finally {
      await browser.end();
    }
  }, 120_000);
});

describe("the inbox page", () => {
  it("tells how the account stands, and tries it", async () => {
    const { data } = await node.api.get<{ data: readonly { name: string; facts: Readonly<Record<string, string>> }[] }>("/inboxes");
    const facts = data.find((inbox) => inbox.name === "kf")?.facts;
    expect(facts).toMatchObject({ token: "valid" });
    expect(facts?.pulled).toMatch(/^\d{4}-/);
    expect(facts?.missed).toBeUndefined();

    expect(await node.api.post("/inboxes/kf/test", {})).toMatchObject({ ok: true });
  });
});
