import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AgentLine } from "../src/agent.ts";
import { eventually } from "../src/eventually.ts";
import { FORM, VIP, WEB } from "../src/inboxes.ts";
import { TributaryNode } from "../src/node.ts";
import { RawSocket } from "../src/rawSocket.ts";
import type { Api } from "../src/rest.ts";
import { Refused } from "../src/socket.ts";
import { newCid, Visitor } from "../src/visitor.ts";

const SITES = ["https://shop.example.com", "https://*.shops.example.org"];
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const CLERK = { name: "小王", email: "wang@example.com", password: "another four quiet words", role: "agent", inboxes: ["web"] } as const;

let node: TributaryNode;
let clerk: Api;
let clerkLine: AgentLine;
beforeAll(async () => {
  node = await TributaryNode.start({ name: "refusals", inboxes: [{ ...WEB, origins: SITES }, VIP, FORM] });
  await node.api.post("/agents", CLERK);
  clerk = await node.api.asAgent(CLERK.email, CLERK.password);
  clerkLine = await AgentLine.connect(clerk);
});
afterAll(async () => {
  clerkLine?.close();
  await node?.end();
});

/** The status that a handshake is refused with; 101 if it is not. */
async function handshake(open: Promise<{ close(): void }>): Promise<number> {
  try {
    (await open).close();
    return 101;
  } catch (refused) {
    if (refused instanceof Refused) return refused.status;
    throw refused;
  }
}

describe("the origin of a page", () => {
  it.each([...["https://shop.example.com", "https://a.shops.example.org"]])("%s may open a visitor's socket", async (origin) => {
    expect(await handshake(Visitor.line(node.url, { origin }))).toBe(101);
  });

  it.each([
    "https://evil.example", "https://shop.example.com.evil.example", "https://shop.example.com:8443", "http://shop.example.com", "https://shops.example.org",
    "https://a.b.shops.example.org", "https://*.shops.example.org", "null", "http://127.0.0.1:1",
  ])("%s may not: 403", async (origin) => {
    expect(await handshake(Visitor.line(node.url, { origin }))).toBe(403);
  });

  it("must be there", async () => {
    expect(await handshake(Visitor.line(node.url, { origin: null }))).toBe(403);
  });

  it.each(["https://evil.example", "https://shop.example.com", "null"])("%s may not open an agent's socket: 403", async (origin) => {
    expect(await handshake(AgentLine.line(node.url, origin))).toBe(403);
  });

  it("may not change anything through an agent's cookie", async () => {
    const answer = await clerk.call("POST", "/ws-ticket", undefined, { origin: "https://evil.example" });
    expect(answer).toMatchObject({ status: 403, body: { code: "csrf" } });
  });

  it("of an unknown inbox tells nothing", async () => {
    expect(await handshake(Visitor.line(node.url, { inbox: "nowhere" }))).toBeGreaterThanOrEqual(400);
  });
});

describe("the ticket of an agent's socket", () => {
  it("that nobody issued: 3500", async () => {
    const line = await AgentLine.line(node.url);
    line.raw(JSON.stringify({ t: "auth", id: 1, d: { ticket: "made-up" } }));
    expect(await line.end()).toMatchObject({ code: 3500 });
  });

  it("that was used before: 3500", async () => {
    const ticket = await node.api.wsTicket();
    const first = await AgentLine.line(node.url);
    expect(await first.ask("auth", { ticket })).toMatchObject({ t: "ok" });
    const second = await AgentLine.line(node.url);
    second.raw(JSON.stringify({ t: "auth", id: 1, d: { ticket } }));

    expect(await second.end()).toMatchObject({ code: 3500 });
    expect(first.isOpen).toBe(true);
    first.close();
  });

  it("must come first", async () => {
    const line = await AgentLine.line(node.url);
    line.raw(JSON.stringify({ t: "sub", id: 1, d: { topic: "inbox:web" } }));
    expect((await line.end()).code).toBeGreaterThanOrEqual(3500);
    expect(line.frames.filter((frame) => frame.t === "ok" || frame.t === "ev")).toEqual([]);
  });
});

describe("a frame that breaks the rules", () => {
  const lines = [["a visitor", () => Visitor.connect(node.url).then((visitor) => visitor.socket)], ["an agent", () => AgentLine.connect(node.api).then((line) => line.socket)]] as const;

  describe.each(lines)("from %s", (_, open) => {
    it("65 KB large: 1009", async () => {
      const socket = await open();
      socket.raw(JSON.stringify({ t: "x", id: 9, d: { text: "x".repeat(65 * 1024) } }));
      expect(await socket.end()).toMatchObject({ code: 1009 });
    });

    it("binary: 3501", async () => {
      const socket = await open();
      socket.raw(Buffer.from('{"t":"ping"}'), { binary: true });
      expect(await socket.end()).toMatchObject({ code: 3501 });
    });

    it("that is not UTF-8: 1007", async () => {
      const socket = await open();
      socket.raw(Buffer.from('{"t":"read","id":9,"d":{"upto":"\xff"}}', "latin1"), { binary: false });
      expect(await socket.end()).toMatchObject({ code: 1007 });
    });

    it.each([
      '{"t":"read","id":9,"d":[]}', '{"t":"read","id":9,"d":"text"}', '{"t":"read","id":9,"d":7}', '{"t":"read","id":9,"d":null}', '{"t":7,"id":9,"d":{}}', '{"id":9,"d":{}}', '"text"', "7",
      "null", "", "{", '{"t":"read","id":9,"d":{}} trailing', '[[{"t":"read"}]]', '[{"t":"read","d":{}},7]', '{"t":"read","id":-1,"d":{}}', '{"t":"read","id":"9","d":{}}',
    ])("%s: 3501", async (frame) => {
      const socket = await open();
      socket.raw(frame);
      expect(await socket.end()).toMatchObject({ code: 3501 });
    });

    it("a batch of more than 50: 3501", async () => {
      const socket = await open();
      socket.raw(JSON.stringify(Array.from({ length: 51 }, () => ({ t: "pong", d: {} }))));
      expect(await socket.end()).toMatchObject({ code: 3501 });
    });
  });

  it("in pieces is put together", async () => {
    const raw = await RawSocket.open(node.url, "/chat/v1/ws?inbox=web", "lc1");
    raw.frame(1, '{"t":"hello","id":', { fin: false });
    raw.frame(0, '1,"d":{"v"', { fin: false });
    raw.frame(0, ":1}}");
    await eventually("welcome", () => raw.text.includes('"welcome"'));
    raw.cut();
  });

  it("of which only half comes harms nobody", async () => {
    const others = await Visitor.connect(node.url);
    for (let i = 0; i < 20; i++) {
      const raw = await RawSocket.open(node.url, "/chat/v1/ws?inbox=web", "lc1");
      raw.frame(1, '{"t":"hello","id":1,"d":{"v":1', { declared: 120 });
      raw.cut();
    }

    await others.say("all is calm");
    others.close();
  });

  it("in pieces of more than 64 KB together: 1009", async () => {
    const raw = await RawSocket.open(node.url, "/chat/v1/ws?inbox=web", "lc1");
    raw.frame(1, `{"t":"${"x".repeat(30_000)}`, { fin: false });
    for (let i = 0; i < 3; i++) raw.frame(0, "x".repeat(30_000), { fin: false });
    await eventually("the close", () => raw.closeCode !== undefined || raw.isClosed);
    expect(raw.closeCode).toBe(1009);
  });

  it("that is no UTF-8 closes the socket", async () => {
    const raw = await RawSocket.open(node.url, "/chat/v1/ws?inbox=web", "lc1");
    raw.frame(1, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    await eventually("the close", () => raw.isClosed || raw.closeCode !== undefined);
    raw.cut();
  });

  it("of an unknown kind is answered, and the socket goes on", async () => {
    const visitor = await Visitor.connect(node.url);
    expect(await visitor.socket.ask("frobnicate")).toMatchObject({ t: "err", d: { code: "unknown-type" } });
    expect(visitor.socket.isOpen).toBe(true);
    visitor.close();
  });
});

describe("a text", () => {
  it("loses U+0000 and other control characters, and keeps lines, tabs and any script", async () => {
    const visitor = await Visitor.connect(node.url);
    await visitor.say("一\u0000二\u0007\u001b[31m\n三\t𠮷😀");
    const [message] = await node.api.messages(await visitor.ticket());
    expect(message?.text).toBe("一二[31m\n三\t𠮷😀");
    visitor.close();
  });

  it("of 4,000 code points is taken, of 4,001 refused, of nothing refused", async () => {
    const visitor = await Visitor.connect(node.url);
    await visitor.say("𠮷".repeat(4_000));
    expect(await visitor.send("𠮷".repeat(4_001))).toMatchObject({ t: "err", d: { code: "too-long" } });
    expect(await visitor.send(" \u0000 \n")).toMatchObject({ t: "err", d: { code: "empty" } });
    expect(await node.api.messages(await visitor.ticket())).toHaveLength(1);
    visitor.close();
  });

  it("with half a surrogate pair does no harm", async () => {
    const visitor = await Visitor.connect(node.url);
    visitor.socket.raw(`{"t":"msg.send","id":99,"d":{"cid":"${newCid()}","text":"half \\ud83d","att":[]}}`);
    const answer = await visitor.socket.frame("an answer", (frame) => frame.re === 99);
    expect(["ok", "err"]).toContain(answer.t);
    await visitor.say("and on");
    expect((await node.api.messages(await visitor.ticket())).at(-1)?.text).toBe("and on");
    visitor.close();
  });
});

describe("too much at once", () => {
  it("from behind a proxy is refused in words, then cut after three, and what was confirmed is stored", async () => {
    const visitor = await Visitor.connect(node.url, {}, { forwardedFor: "203.0.113.7" });
    const begun = Date.now();
    for (let i = 0; i < 70; i++) visitor.socket.raw(JSON.stringify({ t: "msg.send", id: 100 + i, d: { cid: newCid(), text: `burst ${i}`, att: [] } }));

    expect(await visitor.socket.end()).toMatchObject({ code: 3013 });
    const answers = visitor.socket.frames.filter((frame) => frame.re !== undefined && frame.re >= 100);
    const refused = answers.filter((answer) => answer.t === "err");
    expect(refused.length).toBeGreaterThanOrEqual(1);
    for (const { d } of refused) expect(d).toMatchObject({ code: "rate-limited", retryAfter: expect.any(Number) });
    const taken = answers.filter((answer) => answer.t === "ok").map((answer) => `burst ${Number(answer.re) - 100}`);
    // 60 a minute refill by one each second while the burst is under way.
    expect(taken.length).toBeLessThanOrEqual(60 + Math.ceil((Date.now() - begun) / 1000));
    const number = await visitor.ticket();
    await expect.poll(async () => (await node.api.messages(number)).map((message) => message.text)).toEqual(expect.arrayContaining(taken));
  });
});

describe("another visitor's ids", () => {
  it("vid without its secret is nobody", async () => {
    const visitor = await Visitor.connect(node.url);
    await visitor.say("my secret");
    const thief = await Visitor.connect(node.url, { vid: visitor.welcome.vid, vtok: "A".repeat(43), epoch: visitor.welcome.epoch, seq: 0 });

    expect(thief.welcome.vid).not.toBe(visitor.welcome.vid);
    expect(thief.welcome.conv).toBeNull();
    expect(thief.messages).toEqual([]);
    visitor.close();
    thief.close();
  });

  it("vid with one's own secret is nobody", async () => {
    const [victim, thief] = [await Visitor.connect(node.url), await Visitor.connect(node.url)];
    await victim.say("my secret");
    await thief.say("mine");
    const again = await Visitor.connect(node.url, { vid: victim.welcome.vid, vtok: thief.welcome.vtok });

    expect(again.welcome.conv).toBeNull();
    expect(again.messages).toEqual([]);
    for (const each of [victim, thief, again]) each.close();
  });

  it("the session of one inbox opens nothing in another", async () => {
    const visitor = await Visitor.connect(node.url);
    await visitor.say("in web");
    const other = await visitor.again(node.url, {}, { inbox: "vip" });
    expect(other.messages).toEqual([]);
    expect(other.welcome.conv).toBeNull();
    visitor.close();
    other.close();
  });

  it("mid reads no history and moves no mark", async () => {
    const [victim, thief] = [await Visitor.connect(node.url), await Visitor.connect(node.url)];
    const mid = await victim.say("my secret");
    await victim.say("and more");
    await thief.say("mine");

    for (const before of [mid, randomUUID(), "no id at all", "' or 1=1 --"]) {
      const answer = await thief.socket.ask("hist.get", { before, n: 50 });
      expect(JSON.stringify(answer)).not.toMatch(/my secret|and more/);
    }
    expect(await thief.socket.ask("read", { upto: mid })).not.toMatchObject({ t: "welcome" });
    await thief.send("re: yours", { cid: newCid() });
    victim.close();
    thief.close();
  });

  it("upload cannot be sent, and its address takes nothing else", async () => {
    const [victim, thief] = [await Visitor.connect(node.url), await Visitor.connect(node.url)];
    const begun = await victim.socket.ask("up.begin", { cid: newCid(), name: "passport.png", type: "image/png", size: PNG.length });
    expect(begun).toMatchObject({ t: "ok", d: { method: "PUT" } });
    const url = String(begun.d["url"]);
    const put = (address: string, type: string, body: Buffer): Promise<Response> => fetch(node.url + address, { method: "PUT", headers: { "content-type": type }, body: new Uint8Array(body) });
    expect((await put(url.replace(/s=[^&]+/, "s=AAAA"), "image/png", PNG)).status).toBe(403);
    expect((await put(url, "text/html", PNG)).status).toBe(415);
    expect((await put(url, "image/png", Buffer.concat([PNG, PNG]))).status).toBe(413);
    expect((await put(url, "image/png", PNG)).status).toBe(200);
    await thief.say("mine");

    const stolen = await thief.send("look", { att: [String(begun.d["up"])] });
    expect(stolen).toMatchObject({ t: "err", d: { code: "no-such-upload" } });

    await victim.say("", { att: [String(begun.d["up"])] });
    expect((await put(url, "image/png", PNG)).status).toBeGreaterThanOrEqual(400);
    const [message] = await node.api.messages(await victim.ticket());
    expect(message?.attachments).toMatchObject([{ name: "passport.png", type: "image/png", bytes: PNG.length }]);
    const address = message?.attachments[0]?.url ?? "";
    expect(Buffer.from(await (await fetch(node.url + address)).arrayBuffer())).toEqual(PNG);
    expect((await fetch(node.url + address.replace(/s=[^&]+/, "s=AAAA"))).status).toBe(404);
    for (const each of [victim, thief]) each.close();
  });
});

describe("a role without the inbox", () => {
  it("sees nothing of it, by REST, by subscription or by push", async () => {
    await clerkLine.sub("inbox:web");
    const guest = await Visitor.connect(node.url, {}, { inbox: "vip" });
    await guest.say("for the few");
    const number = await guest.ticket();

    const paths = [["GET", ""], ["GET", "/messages"], ["PATCH", "", { status: "open" }], ["POST", "/messages", { kind: "note", text: "x" }], ["POST", "/read", { seq: 1 }]] as const;
    for (const [method, path, body] of paths) {
      const hidden = await clerk.call(method, `/tickets/${number}${path}`, body);
      const missing = await clerk.call(method, `/tickets/999999${path}`, body);
      expect({ path, status: hidden.status, code: hidden.body.code }).toEqual({ path, status: 404, code: "not-found" });
      expect(missing).toMatchObject({ status: 404, body: { code: hidden.body.code, title: hidden.body.title } });
    }
    const ticket = (await node.api.tickets("?inbox=vip"))[0];
    expect((await clerk.call("GET", `/contacts/${ticket?.contact.id}`)).status).toBe(404);
    expect((await clerk.tickets()).filter((each) => each.inbox === "vip")).toEqual([]);
    expect(await clerk.tickets("?q=few")).toEqual([]);
    expect(JSON.stringify(await clerk.get("/inboxes"))).not.toContain("vip");
    const [hiddenId] = (await node.api.messages(number)).map((message) => message.id);
    for (const [path, body] of [["move", {}], ["delivery", { action: "resend" }]] as const) expect((await clerk.call("POST", `/messages/${hiddenId}/${path}`, body)).status).toBe(404);

    for (const topic of ["inbox:vip", "inbox:nowhere", `ticket:${number}`, "ticket:999999", "ticket:x", "nonsense", ""]) {
      expect({ topic, ...(await clerkLine.sub(topic)) }).toMatchObject({ topic, t: "err", d: { code: "forbidden" } });
    }
    const seen = await Visitor.connect(node.url);
    await seen.say("for all");
    await clerkLine.socket.frame("the visible message", (frame) => JSON.stringify(frame.d).includes("for all"));
    expect(JSON.stringify(clerkLine.socket.frames)).not.toContain("for the few");
    for (const each of [guest, seen]) each.close();
  });

  // 5 s by the contract, and one for a busy machine.
  it("loses what it sees within 5 s when the right is taken, and the session with the account", async () => {
    const temporary = { ...CLERK, email: "temp@example.com", name: "临时" };
    const { id } = await node.api.post<{ id: string }>("/agents", temporary);
    const api = await node.api.asAgent(temporary.email, temporary.password);
    const line = await AgentLine.connect(api);
    expect(await line.sub("inbox:web")).toMatchObject({ t: "ok" });

    await node.api.patch(`/agents/${id}`, { inboxes: ["vip"] });
    expect(await line.socket.frame("unsub", (frame) => frame.t === "unsub", 6_000)).toMatchObject({ topic: "inbox:web", d: { reason: "forbidden" } });
    await expect.poll(() => api.tickets(), { timeout: 6_000 }).not.toContainEqual(expect.objectContaining({ inbox: "web" }));

    await node.api.patch(`/agents/${id}`, { active: false });
    await line.socket.end(6_000);
    await expect.poll(async () => (await api.call("GET", "/session")).status, { timeout: 6_000 }).toBe(401);
  });

  it("may not do an administrator's work", async () => {
    for (const [method, path, body] of [["POST", "/agents", CLERK], ["GET", "/quarantine", undefined]] as const) {
      expect((await clerk.call(method, path, body))).toMatchObject({ status: 403, body: { code: "forbidden" } });
    }
  });
});

it("all this left the process calm", async () => {
  const visitor = await Visitor.connect(node.url);
  await visitor.say("still here");
  visitor.close();
  expect((await fetch(`${node.management}/health/ready`)).status).toBe(200);
  expect(node.log).not.toMatch(/ ERROR |"level":"ERROR"|NullPointerException|ClassCastException/);
});
