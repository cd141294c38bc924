import { beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../link/connection";
import { FakeClock, settle } from "../testing/fakes";
import { Outbox } from "./outbox";
import type { Pending } from "./pending";

let clock: FakeClock;
let storage: Map<string, string>;
let sent: { item: Pending; reply: (reply: Reply) => void }[];
let renewed: number;
let outbox: Outbox;

function create(): Outbox {
  return new Outbox({
    clock,
    put: (k, v) => { if (v === null) storage.delete(k); else storage.set(k, v); },
    send: (item) => new Promise((reply) => sent.push({ item, reply })),
    renew: () => { renewed++; },
  });
}

beforeEach(() => {
  clock = new FakeClock();
  storage = new Map();
  sent = [];
  renewed = 0;
  outbox = create();
});

const texts = () => sent.map((s) => s.item.text);
const states = () => outbox.items.value.map((i) => i.state);
const last = () => sent.at(-1) as (typeof sent)[number];
async function answer(reply: Reply, to = last()): Promise<void> {
  to.reply(reply);
  await settle();
}
const ok = (to = last()): Reply => ({ k: "ok", d: { cid: to.item.cid, mid: `m_${to.item.text}`, at: "t" } });
const err = (code: string, retryAfter?: number): Reply => ({ k: "err", problem: { code, ...(retryAfter === undefined ? {} : { retryAfter }) } });

describe("sending", () => {
  it("keeps the words until there is a connection, then sends them one by one, in order", async () => {
    outbox.add("a", []);
    outbox.add("b", []);
    expect(sent).toHaveLength(0);

    outbox.connected([], false);
    expect(texts()).toEqual(["a"]);
    await answer(ok());
    expect(texts()).toEqual(["a", "b"]);
    await answer(ok());
    expect(states()).toEqual(["acked", "acked"]);
  });

  it("stores each message until the server has it", async () => {
    outbox.connected([], false);
    outbox.add("a", [{ up: "up_1", name: "a.png", type: "image/png", bytes: 3, preview: "blob:x" }]);
    expect([...storage.values()].join()).toContain('"up":"up_1"');
    expect([...storage.values()].join()).not.toContain("blob:");

    await answer(ok());
    expect(storage.size).toBe(0);
  });

  it("sends the same cid again after 10 s, five times, then shows it as unconfirmed", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    await clock.pass(9_999);
    expect(sent).toHaveLength(1);
    await clock.pass(1);
    expect(sent).toHaveLength(2);
    await clock.pass(50_000);

    expect(sent).toHaveLength(6);
    expect(new Set(sent.map((s) => s.item.cid)).size).toBe(1);
    expect(outbox.items.value[0]).toMatchObject({ state: "failed", code: "no-answer" });
    expect(storage.size).toBe(1);
  });

  it("takes a late answer, even after giving up", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    await clock.pass(60_000);
    await answer(ok(), sent[0]);

    expect(states()).toEqual(["acked"]);
    expect(storage.size).toBe(0);
  });

  it("holds back while a form is asked", () => {
    outbox.add("a", []);
    outbox.connected([], true);
    expect(sent).toHaveLength(0);
    outbox.release();
    expect(sent).toHaveLength(1);
  });

  it("refuses the 51st, so that the words stay in the composer", () => {
    for (let i = 0; i < 50; i++) expect(outbox.add(`${i}`, [])).toBe(true);
    expect(outbox.full).toBe(true);
    expect(outbox.add("too much", [])).toBe(false);
    expect(storage.size).toBe(50);
  });
});

describe("resume", () => {
  it("sends again what the server does not know, and not what it knows", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    outbox.add("b", []);
    outbox.disconnected();
    await answer({ k: "lost" });
    const [a] = outbox.cids();

    outbox.connected([a ?? ""], false);
    expect(states()).toEqual(["acked", "sent"]);
    expect(texts()).toEqual(["a", "b"]);
  });

  it("tries an unconfirmed message by itself", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    await clock.pass(60_000);
    outbox.disconnected();
    const before = sent.length;
    outbox.connected([], false);

    expect(sent).toHaveLength(before + 1);
  });

  it("does not send by itself what was refused", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    await answer(err("too-long"));
    outbox.disconnected();
    outbox.connected([], false);

    expect(sent).toHaveLength(1);
    expect(outbox.items.value[0]).toMatchObject({ state: "failed", code: "too-long" });
  });

  it("finds what a closed tab left, in the order it was written, beside entries that are not its own", () => {
    outbox.add("a", []);
    outbox.add("b", []);
    const next = create();
    next.restore({ ...Object.fromEntries([...storage].reverse()), "p:broken": "{", session: "x" });
    next.connected([], false);

    expect(next.items.value.map((i) => i.text)).toEqual(["a", "b"]);
    expect(texts()).toEqual(["a"]);
  });

  it("lets go of what another tab has finished", () => {
    outbox.add("a", []);
    outbox.goneElsewhere(outbox.cids()[0] ?? "");
    expect(outbox.items.value).toEqual([]);
  });
});

describe("refusals", () => {
  it.each(["rate-limited", "unavailable"])("%s: waits as long as the server says, then goes on in order", async (code) => {
    outbox.connected([], false);
    outbox.add("a", []);
    outbox.add("b", []);
    await answer(err(code, 5));
    await clock.pass(4_999);
    expect(texts()).toEqual(["a"]);
    await clock.pass(1);
    expect(texts()).toEqual(["a", "a"]);
  });

  it.each(["bad-request", "too-long", "empty", "no-such-upload", "type-not-allowed"])("%s: shown, and the next goes on", async (code) => {
    outbox.connected([], false);
    outbox.add("a", []);
    outbox.add("b", []);
    await answer(err(code));

    expect(states()).toEqual(["failed", "sent"]);
    expect(outbox.items.value[0]?.code).toBe(code);
  });

  it.each(["no-session", "form-required"])("%s: asks for a new hello and keeps the message", async (code) => {
    outbox.connected([], false);
    outbox.add("a", []);
    await answer(err(code));

    expect(renewed).toBe(1);
    expect(states()).toEqual(["queued"]);
  });

  it("retries with the same cid, after a conflict with a new one", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    await answer(err("bad-request"));
    const first = last().item.cid;
    outbox.retry(first);
    expect(last().item.cid).toBe(first);

    await answer(err("cid-conflict"));
    outbox.retry(first);
    expect(last().item.cid).not.toBe(first);
    expect([...storage.keys()]).toEqual([`p:${last().item.cid}`]);
  });

  it("gives the words back for editing", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    await answer(err("too-long"));

    expect(outbox.take(last().item.cid)?.text).toBe("a");
    expect(outbox.items.value).toEqual([]);
    expect(storage.size).toBe(0);
  });

  it("does not repeat a frame that closed the socket for its size", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    outbox.oversized();
    await answer({ k: "lost" });
    outbox.disconnected();
    outbox.connected([], false);

    expect(sent).toHaveLength(1);
    expect(outbox.items.value[0]).toMatchObject({ state: "failed", code: "too-large" });
  });
});

describe("meeting the stream", () => {
  it("ok first: leaves when the stream shows the message", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    await answer(ok());
    expect(states()).toEqual(["acked"]);
    outbox.settle(new Set(["m_a"]), true);

    expect(outbox.items.value).toEqual([]);
  });

  it("msg.new first: leaves at once, the later ok changes nothing", async () => {
    outbox.connected([], false);
    outbox.add("a", []);
    outbox.add("b", []);
    outbox.settle(new Set([last().item.cid]), true);
    expect(texts()).toEqual(["a", "b"]);
    await answer(ok(sent[0]), sent[0]);

    expect(outbox.items.value.map((i) => [i.text, i.state])).toEqual([["b", "sent"]]);
  });

  it("drops what the server knew when the stream is whole and older than it", () => {
    outbox.add("a", []);
    outbox.connected(outbox.cids(), false);
    outbox.settle(new Set(), false);
    expect(states()).toEqual(["acked"]);
    outbox.settle(new Set(), true);

    expect(outbox.items.value).toEqual([]);
  });
});
