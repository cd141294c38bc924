import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Customers } from "../src/customers.ts";
import { eventually, pause } from "../src/eventually.ts";
import { TributaryNode } from "../src/node.ts";
import { whilePostgresStandsStill } from "../src/postgres.ts";
import type { Message, Ticket } from "../src/rest.ts";
import { Simulator } from "../src/simulator.ts";

const SEND = "/cgi-bin/message/custom/send";
/** The platform gives up waiting after five seconds. */
const PATIENCE_MS = 5_000;

let node: TributaryNode;
let wechat: Simulator;
let followers: Customers;

beforeAll(async () => {
  const options = { name: "wechat", inboxes: [] as Readonly<Record<string, unknown>>[] };
  node = await TributaryNode.prepare(options);
  wechat = await Simulator.start("wechat", node.url);
  node.configure({
    ...options,
    inboxes: [{
      name: "oa", connector: "wechat", "app-id": "wx0a1b2c3d4e5f6071", "app-secret": "0123456789abcdef0123456789abcdef", token: "omniGateway2026",
      "encoding-aes-key": "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c", "original-id": "gh_0123456789ab", "api-base": wechat.url,
    }],
  }, "data");
  await node.run();
  followers = new Customers(node.api, "oa");
}, 700_000);
afterAll(async () => {
  wechat?.end();
  await node?.end();
});

const threadOf = (follower: string) => followers.thread(follower);
const ticketOf = (follower: string) => followers.ticket<Ticket>(follower);

async function reply(ticket: number, text: string): Promise<number> {
  return (await node.api.call("POST", `/tickets/${ticket}/messages`, { kind: "reply", text })).status;
}

describe("what a follower sends", () => {
  it("is one message, however often the platform brings it, and one ticket, however many come at once", async () => {
    const thrice = await wechat.push({ FromUserName: "oThrice", Content: "你好 <A&B>", MsgId: "24812345678901234" }, { times: 3 });
    const ten = await Promise.all(Array.from({ length: 10 }, (_, i) => wechat.push({ FromUserName: "oThrice", Content: `n${i}` })));

    expect(thrice.map((attempt) => attempt.body)).toEqual(["success", "success", "success"]);
    expect(ten.flat().every((attempt) => attempt.taken)).toBe(true);
    const thread = await followers.threadOf("oThrice", 11);
    expect(thread).toHaveLength(11);
    expect(new Set(thread.map((message) => message.ticket)).size).toBe(1);
    expect(thread[0]?.text).toBe("你好 <A&B>");
    expect(new Set(thread.slice(1).map((message) => message.text)).size).toBe(10);
  });

  it("is one message while the first attempt is still in work, as JSON too, and two events of one second are two", async () => {
    const twice = await wechat.push({ FromUserName: "oAtOnce", Content: "now", MsgId: "9007199254740993" }, { times: 4, atOnce: true });
    const json = await wechat.push({ FromUserName: "oAtOnce", Content: "JSON" }, { format: "json", sameTime: true });
    const second = { FromUserName: "oAtOnce", MsgType: "event", CreateTime: String(Math.floor(Date.now() / 1000)) };
    await wechat.push({ ...second, Event: "CLICK", EventKey: "ORDERS" }, { times: 2 });
    await wechat.push({ ...second, Event: "VIEW", EventKey: "https://example.com/", MenuId: "5" }, { times: 2 });

    expect([...twice, ...json].every((attempt) => attempt.taken)).toBe(true);
    const thread = await followers.threadOf("oAtOnce", 4);
    expect(thread).toHaveLength(4);
    expect(thread.slice(0, 2).map((message) => message.text)).toEqual(["now", "JSON"]);
  });

  it("keeps its order when one message follows the other", async () => {
    for (let i = 0; i < 8; i++) await wechat.push({ FromUserName: "oOrder", Content: `n${i}` });

    const thread = await followers.threadOf("oOrder", 8);
    expect(thread.map((message) => message.text)).toEqual(["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"]);
  });

  it.each([["signature", 403], ["foreign", 403], ["padding", 403], ["stale", 403], ["doctype", 403]])("is refused with a wrong %s: %i, and leaves nothing but a counter", async (flaw, status) => {
    const before = (await node.api.tickets()).length;

    const [attempt] = await wechat.push({ FromUserName: `oForged-${flaw}`, Content: "x" }, { flaw });

    expect(attempt).toMatchObject({ status, body: "" });
    expect(await node.api.tickets()).toHaveLength(before);
    expect(await node.api.get("/quarantine")).toMatchObject({ data: [] });
    const metrics = await (await fetch(`${node.management}/metrics`)).text();
    expect(metrics).toMatch(/tributary_wechat_pushes_total\{[^}]*outcome="(forged|stale|unreadable)"/);
  });

  it("is shown as what it is: a picture that follows, one that never comes, a place, a press of the menu, a type nobody knows", async () => {
    const follower = "oMany";
    await wechat.push({ FromUserName: follower, MsgType: "image", MediaId: "media-1" });
    await wechat.push({ FromUserName: follower, MsgType: "image", MediaId: "gone-1" });
    await wechat.push({ FromUserName: follower, MsgType: "location", Location_X: "23.1", Location_Y: "113.3", Label: "广州塔" });
    await wechat.push({ FromUserName: follower, MsgType: "event", Event: "CLICK", EventKey: "ORDERS" });
    await wechat.push({ FromUserName: follower, MsgType: "hologram" });

    const thread = await eventually("both pictures to be settled", async () => {
      const found = (await threadOf(follower)) as readonly (Message & { card: unknown; attachments: readonly { state: string }[] })[];
      return found.length === 5 && found.slice(0, 2).every((message) => message.attachments[0]?.state !== "pending") ? found : undefined;
    });
    expect(thread.slice(0, 2).map((message) => message.attachments[0]?.state)).toEqual(["stored", "missing"]);
    expect(thread.slice(2).map((message) => message.card)).toEqual([
      { kind: "location", facts: { latitude: "23.1", longitude: "113.3", title: "广州塔" } },
      { kind: "menu-click", facts: { key: "ORDERS" } },
      { kind: "unsupported", facts: { type: "hologram" } },
    ]);

    const picture = await fetch(new URL(thread[0]?.attachments[0]?.url ?? "", node.url));
    expect(picture.headers.get("content-type")).toBe("image/png");
  });

  it("is answered in time while PostgreSQL stands still, never with success before it is stored, and is stored once", async () => {
    const followers = Array.from({ length: 12 }, (_, i) => `oStill${i}`);
    const work = await whilePostgresStandsStill(node, async () => {
      const begun = followers.map((follower) => wechat.push({ FromUserName: follower, Content: "still" }));
      await pause(10_000);
      return begun;
    });
    const all = await Promise.all(work);

    for (const attempts of all) {
      for (const attempt of attempts) {
        expect(attempt.millis).toBeLessThan(PATIENCE_MS);
        expect(attempt.taken || [500, 503].includes(attempt.status)).toBe(true);
      }
      expect(attempts.length).toBeGreaterThan(1);
    }
    const taken = followers.filter((_, i) => all[i]?.some((attempt) => attempt.taken));
    for (const follower of taken) {
      await ticketOf(follower);
      expect(await threadOf(follower)).toHaveLength(1);
    }
  }, 90_000);
});

describe("a reply", () => {
  it("is refused before the platform would: when the window is used up, or the text too long", async () => {
    await wechat.push({ FromUserName: "oWindow", Content: "hi" });
    const { number } = await ticketOf("oWindow");

    expect((await node.api.call("POST", `/tickets/${number}/messages`, { kind: "reply", text: "长".repeat(700) })).body).toMatchObject({ code: "too-long" });
    for (let i = 0; i < 5; i++) expect(await reply(number, `r${i}`)).toBe(201);
    expect((await node.api.call("POST", `/tickets/${number}/messages`, { kind: "reply", text: "one too many" })).body).toMatchObject({ code: "window-closed" });
    await eventually("five replies", async () => (await wechat.sent()).filter((sent) => sent.touser === "oWindow").length === 5);

    await wechat.push({ FromUserName: "oWindow", Content: "again" });
    await eventually("the window to open", async () => (await reply(number, "r5")) === 201);
  });

  it("that the platform refuses for good is given back to the window", async () => {
    await wechat.push({ FromUserName: "oBack", Content: "hi" });
    const { number } = await ticketOf("oBack");
    await wechat.fault({ path: SEND, kind: "errcode", code: 40033 });

    expect(await reply(number, "refused")).toBe(201);

    await eventually("the message to be given back", async () => {
      const { window } = await node.api.get<{ window: { grants: readonly { left: number }[] } }>(`/tickets/${number}`);
      return (await node.api.messages(number)).some((message) => message.delivery?.state === "failed") && window.grants[0]?.left === 5;
    });
  });

  it("goes out once with a new token when the old one has expired", async () => {
    await wechat.push({ FromUserName: "oToken", Content: "hi" });
    const { number } = await ticketOf("oToken");
    await wechat.expireToken();

    expect(await reply(number, "hello")).toBe(201);

    await eventually("the reply", async () => (await wechat.sent()).filter((sent) => sent.touser === "oToken").length === 1);
  });

  it("is never sent twice, whatever the platform does with it", async () => {
    const kinds = [
      { kind: "status", code: 500 }, { kind: "status", code: 503, retryAfter: 1 }, { kind: "status", code: 429, retryAfter: 1 }, { kind: "close-before" },
      { kind: "close-after" }, { kind: "errcode", code: -1 }, { kind: "errcode", code: 42001 }, { kind: "errcode", code: 45015 },
    ] as const;
    const texts: string[] = [];
    for (let round = 0; round < 5; round++) {
      for (const [i, fault] of kinds.entries()) {
        const follower = `oFault-${round}-${i}`;
        await wechat.push({ FromUserName: follower, Content: "hi" });
        const { number } = await ticketOf(follower);
        await wechat.fault({ path: SEND, ...fault });
        texts.push(`reply ${round} ${i}`);
        expect(await reply(number, `reply ${round} ${i}`)).toBe(201);
        await eventually("the delivery to be settled", async () =>
          (await node.api.messages(number)).some((message) => message.direction === "outbound" && message.delivery?.state !== "queued"), 30_000);
      }
    }

    const sent = (await wechat.sent()).map((message) => message.text?.content);
    for (const text of texts) expect(sent.filter((found) => found === text).length).toBeLessThanOrEqual(1);
    const states = new Set<string>();
    for (const ticket of await node.api.tickets("?inbox=oa")) {
      for (const message of await node.api.messages(ticket.number)) if (/^reply \d \d$/.test(message.text)) states.add(`${message.text.slice(-1)} ${message.delivery?.state}`);
    }
    expect([...states].sort()).toEqual(["0 unknown", "1 sent", "2 sent", "3 unknown", "4 unknown", "5 sent", "6 sent", "7 failed"]);
  }, 240_000);
});

describe("the inbox page", () => {
  it("tells how the account stands, and tries it", async () => {
    const { data } = await node.api.get<{ data: readonly { name: string; facts: Readonly<Record<string, string>> }[] }>("/inboxes");
    expect(data.find((inbox) => inbox.name === "oa")?.facts).toMatchObject({ token: "valid", mode: "safe" });

    expect(await node.api.post("/inboxes/oa/test", {})).toMatchObject({ ok: true });
  });
});
