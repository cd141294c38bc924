import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MEMBERS, SIGNING_SECRET, VIP, WEB } from "../src/inboxes.ts";
import { ADMIN, TributaryNode } from "../src/node.ts";
import { jwt, unsignedJwt } from "../src/proof.ts";
import { Api, type Message, type Problem, type Ticket } from "../src/rest.ts";
import { Visitor } from "../src/visitor.ts";

let node: TributaryNode;
let api: Api;
beforeAll(async () => {
  node = await TributaryNode.start({ name: "rest", inboxes: [WEB, MEMBERS, VIP] });
  api = node.api;
});
afterAll(() => node?.end());

async function conversation(text = "hello"): Promise<{ visitor: Visitor; number: number }> {
  const visitor = await Visitor.connect(node.url);
  await visitor.say(text);
  return { visitor, number: await visitor.ticket() };
}

describe("an Idempotency-Key", () => {
  it("makes a repeat the first answer, also at the same instant, and another body a 422", async () => {
    const { visitor, number } = await conversation();
    const key = { "idempotency-key": randomUUID() };
    const path = `/tickets/${number}/messages`;
    const reply = { kind: "reply", text: "once" };

    const answers = await Promise.all(Array.from({ length: 5 }, () => api.call<Message>("POST", path, reply, key)));
    for (const answer of answers) expect(answer).toMatchObject({ status: 201, body: answers[0]?.body });
    expect(await api.call("POST", path, { ...reply, text: "twice" }, key)).toMatchObject({ status: 422, body: { code: "idempotency-mismatch" } });

    await visitor.heard("once");
    expect((await api.messages(number)).map((message) => message.text)).toEqual(["hello", "once"]);
    visitor.close();
  });
});

describe("a ticket", () => {
  it("is changed under If-Match; another state is a 412 with the current ticket", async () => {
    const { visitor, number } = await conversation();
    const read = await api.call<Ticket>("GET", `/tickets/${number}`);
    const etag = read.headers.get("etag") ?? "";
    expect(etag).toBe(`"${read.body.rev}"`);

    const changed = await api.call<Ticket>("PATCH", `/tickets/${number}`, { priority: "high" }, { "if-match": etag });
    expect(changed).toMatchObject({ status: 200, body: { priority: "high" } });
    expect(changed.headers.get("etag")).not.toBe(etag);
    const late = await api.call<Problem & { current: Ticket }>("PATCH", `/tickets/${number}`, { priority: "low" }, { "if-match": etag });
    expect(late).toMatchObject({ status: 412, body: { code: "precondition-failed", current: { number, priority: "high" } } });
    visitor.close();
  });

  it("tells who answers without having read: 409, unless forced", async () => {
    const { visitor, number } = await conversation();
    const { seq } = await api.get<Ticket>(`/tickets/${number}`);
    await visitor.say("one more thing");
    const reply = { kind: "reply", text: "an answer to the first", lastSeen: seq };

    expect(await api.call("POST", `/tickets/${number}/messages`, reply)).toMatchObject({ status: 409, body: { code: "stale-context" } });
    expect(await api.call("POST", `/tickets/${number}/messages`, { ...reply, force: true })).toMatchObject({ status: 201 });
    visitor.close();
  });

  it("says what became of a reply", async () => {
    const { visitor, number } = await conversation();
    await api.post(`/tickets/${number}/messages`, { kind: "reply", text: "read me" });
    const pushed = await visitor.heard("read me");
    await visitor.socket.ask("read", { upto: pushed.d["mid"] });
    await expect.poll(async () => (await api.messages(number)).at(-1)?.delivery?.state).toBe("read");

    await api.post(`/tickets/${number}/read`, { seq: (await api.get<Ticket>(`/tickets/${number}`)).seq });
    await visitor.socket.frame("read.agent", (frame) => frame.t === "read.agent");
    visitor.close();
  });

  it("keeps notes from the visitor, in pushes, snapshots and history", async () => {
    const { visitor, number } = await conversation();
    await api.post(`/tickets/${number}/messages`, { kind: "note", text: "a private word" });
    await api.post(`/tickets/${number}/messages`, { kind: "reply", text: "a public word", force: true });
    await visitor.heard("a public word");
    const fresh = await visitor.again(node.url);
    const history = await fresh.socket.ask("hist.get", { n: 50 });

    expect(visitor.positions).toEqual(visitor.positions.map((_, i) => i + 1));
    for (const frames of [visitor.socket.frames, fresh.socket.frames, history]) expect(JSON.stringify(frames)).not.toContain("a private word");
    expect(history.d["msgs"]).toHaveLength(2);
    for (const each of [visitor, fresh]) each.close();
  });

  it("is found by words in Chinese and by its number", async () => {
    const { visitor, number } = await conversation("我要申请退款，商品破损");
    for (const q of ["退款", "破损", String(number)]) expect((await api.tickets(`?q=${encodeURIComponent(q)}`)).map((ticket) => ticket.number)).toContain(number);
    visitor.close();
  });

  it("is reopened when its customer writes again", async () => {
    const { visitor, number } = await conversation();
    await api.patch(`/tickets/${number}`, { status: "solved" });
    await visitor.say("not solved");
    expect(await api.get<Ticket>(`/tickets/${number}`)).toMatchObject({ status: "open", messageCount: 2 });
    visitor.close();
  });
});

describe("a refusal", () => {
  const wrong: readonly (readonly [string, string, unknown, number, string])[] = [
    ["POST", "/tickets/1/messages", { kind: "note", text: "x", colour: "red" }, 400, "unknown-member"],
    ["PATCH", "/tickets/1", { state: "open" }, 400, "unknown-member"],
    ["POST", "/session", { email: "a@b.c", password: "x", remember: true }, 400, "unknown-member"],
    ["POST", "/tickets/1/messages", { kind: "shout", text: "x" }, 400, "bad-request"],
    ["POST", "/tickets/1/messages", { kind: "note" }, 400, "bad-request"],
    ["POST", "/tickets/1/messages", ["note"], 400, "bad-request"],
    ["POST", "/tickets/1/messages", "{", 400, "bad-request"],
    ["POST", "/tickets/1/messages", "", 400, "bad-request"],
    ["PATCH", "/tickets/1", { status: "sleeping" }, 400, "bad-request"],
    ["PATCH", "/tickets/1", { assignee: "nobody" }, 400, "bad-request"],
    ["GET", "/tickets?limit=201", undefined, 400, "bad-request"],
    ["GET", "/tickets?limit=0", undefined, 400, "bad-request"],
    ["GET", "/tickets?cursor=%00%ff", undefined, 400, "bad-request"],
    ["GET", "/tickets?colour=red", undefined, 400, "unknown-member"],
    ["GET", "/tickets/999999", undefined, 404, "not-found"],
    ["GET", "/tickets/abc", undefined, 404, "not-found"],
    ["GET", "/tickets/99999999999999999999", undefined, 404, "not-found"],
    ["GET", "/contacts/abc", undefined, 404, "not-found"],
    ["GET", "/nowhere", undefined, 404, "not-found"],
    ["POST", "/session", { email: ADMIN.email, password: "wrong" }, 401, "unauthorized"],
    ["POST", "/session", { email: "nobody@example.com", password: "wrong" }, 401, "unauthorized"],
  ];

  it.each(wrong)("%s %s %j: %i %s, as problem+json", async (method, path, body, status, code) => {
    await conversation().then(({ visitor }) => visitor.close());
    const answer = await api.call(method, path, body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, title: expect.any(String) });
  });

  it("of a call without a credential, or with a wrong one, is 401", async () => {
    for (const stranger of [new Api(node.url, undefined), new Api(node.url, "made-up"), new Api(node.url, undefined, { cookie: "tributary=made-up; session=made-up" })]) {
      const answer = await stranger.call("GET", "/tickets");
      expect(answer).toMatchObject({ status: 401, body: { code: "unauthorized" } });
      expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    }
  });

  it("of a method that is not there is 405 or 404, as problem+json", async () => {
    const answer = await api.call("DELETE", "/tickets");
    expect([404, 405]).toContain(answer.status);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  });

  it("of a change through the cookie without the header is 403", async () => {
    const { headers } = await new Api(node.url, undefined).call("POST", "/session", { email: ADMIN.email, password: ADMIN.password });
    const set = headers.getSetCookie()[0] ?? "";
    expect(set).toMatch(/HttpOnly/i);
    expect(set).toMatch(/SameSite=Lax/i);
    expect(set).toMatch(/Path=\//i);
    expect(set).not.toMatch(/Secure|__Host-/);
    const byCookie = new Api(node.url, undefined, { cookie: set.split(";")[0] ?? "" });
    expect(await byCookie.call("GET", "/session")).toMatchObject({ status: 200 });
    expect(await byCookie.call("POST", "/ws-ticket")).toMatchObject({ status: 403, body: { code: "csrf" } });
  });
});

describe("the description", () => {
  it("is there, as OpenAPI 3.1, with an explorer", async () => {
    const yaml = await (await fetch(`${node.url}/api/openapi.yaml`)).text();
    expect(yaml).toMatch(/^openapi: ["']?3\.1/m);
    expect((await fetch(`${node.url}/api/docs`)).status).toBe(200);
  });
});

describe("a signed visitor", () => {
  const door = { inbox: "members" };
  const claims = (sub: string): Record<string, unknown> => ({ sub, aud: "widget:members", name: "李雷", email: "li@example.cn" });
  const proof = (sub: string): { ident: { jwt: string } } => ({ ident: { jwt: jwt(SIGNING_SECRET, claims(sub)) } });

  it("has one conversation on all devices", async () => {
    const phone = await Visitor.connect(node.url, proof("user-1"), door);
    await phone.say("from the phone");
    const desk = await Visitor.connect(node.url, proof("user-1"), door);

    expect(desk.messages.map((message) => message.text)).toEqual(["from the phone"]);
    expect(desk.welcome.conv?.id).toBe(String(await phone.ticket()));
    const ticket = await api.get<Ticket>(`/tickets/${await phone.ticket()}`);
    expect(ticket.contact.name).toBe("李雷");
    for (const each of [phone, desk]) each.close();
  });

  it.each([
    ["signed by somebody else", () => jwt("another-secret-01", claims("user-1"))],
    ["with alg none", () => unsignedJwt(claims("user-1"))],
    ["with another algorithm than its key's", () => jwt(SIGNING_SECRET, claims("user-1"), { alg: "HS512" })],
    ["of an unknown key", () => jwt(SIGNING_SECRET, claims("user-1"), { kid: "w9" })],
    ["for another inbox", () => jwt(SIGNING_SECRET, { ...claims("user-1"), aud: "widget:web" })],
    ["without a subject", () => jwt(SIGNING_SECRET, { aud: "widget:members" })],
    ["that has expired", () => jwt(SIGNING_SECRET, { ...claims("user-1"), iat: 1_767_225_600, exp: 1_767_225_900 })],
    ["that lives for a day", () => jwt(SIGNING_SECRET, { ...claims("user-1"), exp: Math.floor(Date.now() / 1_000) + 86_400 })],
    ["that is no token", () => "not.a.token"],
  ])("%s is refused and closed", async (_, token) => {
    const socket = await Visitor.line(node.url, door);
    socket.raw(JSON.stringify({ t: "hello", id: 1, d: { v: 1, ident: { jwt: token() } } }));
    const closed = await socket.end();
    expect([3005, 3500]).toContain(closed.code);
    expect(socket.frames.filter((frame) => ["welcome", "msg.new", "snap"].includes(frame.t))).toEqual([]);
  });

  it("may be known by the HMAC of the user's id where that is allowed, and only there", async () => {
    const hmac = (id: string): Record<string, unknown> => ({ id, hmac: createHmac("sha256", SIGNING_SECRET).update(id).digest("hex") });
    expect(hmac("user-1001")["hmac"]).toBe("d1cc1b0ca278ab6b4f1bdb88f43589a4cb99ebffaca4a553b17e0822cfbc1291");
    const visitor = await Visitor.connect(node.url, { ident: hmac("user-1001") }, door);
    await visitor.say("by hash");
    visitor.close();

    const socket = await Visitor.line(node.url, door);
    socket.raw(JSON.stringify({ t: "hello", id: 1, d: { v: 1, ident: { ...hmac("user-1001"), id: "user-1002" } } }));
    expect((await socket.end()).code).toBe(3500);
  });

  it("takes the anonymous conversation along at log-in", async () => {
    const visitor = await Visitor.connect(node.url, {}, door);
    await visitor.say("before the log-in");
    const number = await visitor.ticket();
    expect(await visitor.socket.ask("ident", proof("user-3").ident)).toMatchObject({ t: "ok" });
    expect(await visitor.socket.end()).toMatchObject({ code: 3014 });

    const back = await visitor.again(node.url, {}, door);
    await back.socket.until("the guest's words", () => back.messages.length > 0);
    expect(back.messages.map((message) => message.text)).toEqual(["before the log-in"]);
    await back.say("after the log-in");
    const open = (await api.tickets("?inbox=members")).filter((ticket) => ticket.contact.name === "李雷" && ticket.status !== "solved" && ticket.status !== "closed");
    expect(open.map((ticket) => ticket.number)).toContain(number);
    expect((await api.messages(number)).map((message) => message.text)).toEqual(["before the log-in", "after the log-in"]);

    const elsewhere = await Visitor.connect(node.url, proof("user-3"), door);
    expect(elsewhere.messages.map((message) => message.text)).toEqual(["before the log-in", "after the log-in"]);
    for (const each of [back, elsewhere]) each.close();
  });

  it("merges the anonymous ticket into the one that is open", async () => {
    const known = await Visitor.connect(node.url, proof("user-4"), door);
    await known.say("known");
    const number = await known.ticket();
    const guest = await Visitor.connect(node.url, {}, door);
    await guest.say("as a guest");
    await guest.socket.ask("ident", proof("user-4").ident);
    await guest.socket.end();

    const back = await guest.again(node.url, {}, door);
    await back.say("one person");
    const texts = (await api.messages(number)).map((message) => message.text);
    expect(texts).toHaveLength(3);
    expect(texts).toEqual(expect.arrayContaining(["known", "as a guest", "one person"]));
    for (const each of [known, back]) {
      await each.socket.until("the merged conversation", () => each.messages.length === 3);
      expect(each.messages.map((message) => message.text)).toEqual(["known", "as a guest", "one person"]);
      each.close();
    }
  });

  it("that logs out is a stranger", async () => {
    const visitor = await Visitor.connect(node.url, proof("user-5"), door);
    await visitor.say("mine");
    expect(await visitor.socket.ask("logout")).toMatchObject({ t: "ok" });
    expect(await visitor.socket.end()).toMatchObject({ code: 3014 });
    const back = await visitor.again(node.url, {}, door);
    expect(back.messages).toEqual([]);
    back.close();
  });
});
