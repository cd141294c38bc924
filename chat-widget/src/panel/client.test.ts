import { beforeEach, describe, expect, it } from "vitest";
import messagesGolden from "../../fixtures/messages.json";
import sessionGolden from "../../fixtures/session.json";
import { FakeClock, FakeHost, FakeSocket, FakeStorage, message, settle, welcomeOf } from "../testing/fakes";
import { Attention } from "./attention";
import { Client } from "./client";
import { watchTrouble } from "./trouble";

class Tab {
  readonly host: FakeHost;
  readonly sockets: FakeSocket[] = [];
  readonly client: Client;
  readonly attention: Attention;

  constructor(readonly clock: FakeClock, storage: FakeStorage) {
    this.host = new FakeHost(storage);
    this.client = new Client({
      host: this.host,
      clock,
      locale: "en",
      online: () => true,
      visible: () => true,
      transfer: () => ({ done: Promise.resolve(null), abort: () => undefined }),
      turn: () => Promise.resolve({ end: () => undefined }),
      dial: () => {
        const socket = new FakeSocket();
        this.sockets.push(socket);
        return socket;
      },
    });
    this.attention = new Attention(this.client, this.host, clock);
    this.host.listen((m) => {
      if (m.t === "entry") {
        this.client.stored(m.k, m.v);
        this.attention.stored(m.k, m.v);
      }
    });
  }

  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("no socket");
    return last;
  }

  async greet(): Promise<Record<string, unknown>> {
    this.socket.onopen?.();
    await settle();
    return this.socket.last("hello").d;
  }

  async open(d: Parameters<typeof welcomeOf>[0] = {}): Promise<Record<string, unknown>> {
    this.client.connection.start();
    const hello = await this.greet();
    this.welcome(d);
    await settle();
    return hello;
  }

  welcome(d: Parameters<typeof welcomeOf>[0] = {}): void {
    this.socket.says({ t: "welcome", re: 1, d: welcomeOf(d) });
    if (d?.recovered !== false) this.socket.says({ t: "synced", d: { seq: d?.seq ?? 0 } });
  }

  async reconnect(code = 1006): Promise<Record<string, unknown>> {
    this.socket.drops(code);
    await this.clock.pass(500);
    return this.greet();
  }

  get texts(): readonly string[] {
    return this.client.store.state.value.messages.map((m) => m.text);
  }
}

let clock: FakeClock;
let storage: FakeStorage;
let tab: Tab;

beforeEach(() => {
  clock = new FakeClock();
  storage = new FakeStorage();
  tab = new Tab(clock, storage);
});

describe("the session", () => {
  it("of somebody who only looks is not stored", async () => {
    const hello = await tab.open();

    expect(hello).not.toHaveProperty("vid");
    expect(storage.entries.size).toBe(0);
  });

  it("is stored with the first word, before it is sent, and rotated with each welcome", async () => {
    await tab.open();
    tab.client.outbox.add("hi", []);
    await settle();
    expect(JSON.parse(storage.entries.get("session") ?? "")).toEqual({ vid: "v_1", vtok: "tok-1" });

    const hello = await tab.reconnect();
    expect(hello).toMatchObject({ vid: "v_1", vtok: "tok-1" });
    tab.welcome({ vtok: "tok-2" });
    expect(storage.entries.get("session")).toContain("tok-2");
  });

  it("takes the token that another tab has rotated since", async () => {
    storage.entries.set("session", JSON.stringify({ vid: "v_1", vtok: "tok-1" }));
    await tab.open({ vtok: "tok-2" });
    const other = new Tab(clock, storage);
    await other.open({ vtok: "tok-3" });

    expect(await tab.reconnect()).toMatchObject({ vid: "v_1", vtok: "tok-3" });
  });

  it("says no position for a page just loaded, and one for a page that holds messages", async () => {
    storage.entries.set("session", JSON.stringify({ vid: "v_1", vtok: "tok-1" }));
    const hello = await tab.open({ seq: 2, recovered: false });
    expect(Object.keys(hello).sort()).toEqual(["caps", "locale", "page", "pending", "tz", "v", "vid", "vtok"]);
    tab.socket.says({ t: "snap", d: { msgs: [message(1), message(2)], more: false, conv: null } });
    tab.socket.says({ t: "synced", d: { seq: 2 } });

    expect(await tab.reconnect()).toMatchObject({ epoch: "e1", seq: 2 });
  });

  it("joins the session of the tab that wrote first", async () => {
    const other = new Tab(clock, storage);
    await tab.open({ vid: "v_a", vtok: "a" });
    await other.open({ vid: "v_b", vtok: "b" });
    tab.client.outbox.add("first", []);
    await settle();
    await clock.pass(500);

    expect(other.sockets).toHaveLength(2);
    expect(await other.greet()).toMatchObject({ vid: "v_a", vtok: "a" });
  });

  it("starts anew, keeping unsent words, if the server has forgotten it", async () => {
    storage.entries.set("session", JSON.stringify({ vid: "v_old", vtok: "x" }));
    await tab.open({ vid: "v_old", seq: 1 });
    tab.socket.says({ t: "msg.new", s: 1, d: message(1) });
    tab.client.outbox.add("unsent", []);
    await settle();
    await tab.reconnect();
    tab.welcome({ vid: "v_new" });
    await settle();

    expect(tab.texts).toEqual([]);
    expect(tab.socket.last("msg.send").d).toMatchObject({ text: "unsent" });
    expect(storage.entries.get("session")).toContain("v_new");
  });

  it("keeps who it is and drops what it showed on 3014", async () => {
    await tab.open();
    tab.client.outbox.add("a", []);
    await settle();
    tab.socket.says({ t: "msg.new", s: 1, d: message(1) });
    const hello = await tab.reconnect(3014);

    expect(tab.texts).toEqual([]);
    expect(hello).toMatchObject({ vid: "v_1", vtok: "tok-1" });
    expect(hello).not.toHaveProperty("seq");
  });
});

describe("golden frames", () => {
  const golden = (name: string) => [...sessionGolden, ...messagesGolden].find((g) => g.name === name)?.frame as { t: string; d: Record<string, unknown> };

  it("hello, msg.send, read and typing have the members of the fixtures, no others", async () => {
    const hello = await tab.open();
    expect(Object.keys(hello).sort()).toEqual(Object.keys(golden("hello of a new visitor").d).sort());

    tab.client.outbox.add("你好", []);
    await settle();
    const { t, d } = tab.socket.last("msg.send");
    expect({ t, d: { ...d, cid: "c-01J8Z7" } }).toEqual({ t: "msg.send", d: golden("text").d });
    expect(d["cid"]).toMatch(/^[A-Za-z0-9_-]{1,64}$/);

    tab.client.connection.notify("typing", { on: true });
    expect(tab.socket.last("typing")).toEqual(golden("visitor types"));
    tab.client.connection.notify("read", { upto: "m_902" });
    expect(tab.socket.last("read")).toEqual(golden("visitor has read"));
  });
});

describe("the stream", () => {
  it("asks once for what is missing, and shows nothing out of order", async () => {
    await tab.open();
    tab.socket.says({ t: "msg.new", s: 1, d: message(1) });
    tab.socket.says({ t: "msg.new", s: 3, d: message(3) });
    tab.socket.says({ t: "msg.new", s: 4, d: message(4) });
    expect(tab.texts).toEqual(["text 1"]);
    expect(tab.socket.count("sync")).toBe(1);
    expect(tab.socket.last("sync").d).toEqual({ epoch: "e1", seq: 1 });

    tab.socket.answers("sync");
    for (const s of [2, 3, 4]) tab.socket.says({ t: "msg.new", s, d: message(s) });
    tab.socket.says({ t: "synced", d: { seq: 4 } });
    expect(tab.texts).toEqual(["text 1", "text 2", "text 3", "text 4"]);
  });

  it("asks for a new hello instead of asking for ever", async () => {
    await tab.open();
    tab.socket.says({ t: "msg.new", s: 3, d: message(3) });
    for (let i = 0; i < 3; i++) {
      tab.socket.answers("sync");
      tab.socket.says({ t: "synced", d: { seq: 0 } });
    }

    expect(tab.sockets[0]?.count("sync")).toBe(3);
    expect(tab.sockets[0]?.closedWith).toBe(4401);
  });

  it("shows an own message once, whichever of ok and msg.new comes first", async () => {
    await tab.open();
    for (const okFirst of [true, false]) {
      tab.client.outbox.add(`ok first: ${okFirst}`, []);
      await settle();
      const { cid, text } = tab.socket.last("msg.send").d as { cid: string; text: string };
      const s = tab.client.store.state.value.seq + 1;
      const ok = () => tab.socket.answers("msg.send", { cid, mid: `m_${s}`, at: "t" });
      const push = () => tab.socket.says({ t: "msg.new", s, d: { ...message(s, "visitor", cid), text } });
      if (okFirst) ok();
      await settle();
      push();
      if (!okFirst) ok();
      await settle();
    }

    expect(tab.texts).toEqual(["ok first: true", "ok first: false"]);
    expect(tab.client.outbox.items.value).toEqual([]);
    expect([...storage.entries.keys()]).toEqual(["session"]);
  });

  it("does not send again what welcome knows, and does not show it twice", async () => {
    await tab.open();
    tab.client.outbox.add("lost answer", []);
    await settle();
    const { cid } = tab.socket.last("msg.send").d as { cid: string };
    const hello = await tab.reconnect();
    expect(hello["pending"]).toEqual([cid]);
    tab.socket.says({ t: "welcome", re: 1, d: welcomeOf({ seq: 1, known: [cid] }) });
    tab.socket.says({ t: "msg.new", s: 1, d: message(1, "visitor", cid) });
    tab.socket.says({ t: "synced", d: { seq: 1 } });
    await settle();

    expect(tab.socket.count("msg.send")).toBe(0);
    expect(tab.texts).toEqual(["text 1"]);
    expect(tab.client.outbox.items.value).toEqual([]);
  });

  it("hides typing after 6 s", async () => {
    await tab.open();
    tab.socket.says({ t: "typing", d: { on: true, by: { name: "Li" } } });
    expect(tab.client.store.typing.value).toBe("Li");
    await clock.pass(6_000);
    expect(tab.client.store.typing.value).toBeNull();
  });

  it("reads history above, once at a time", async () => {
    storage.entries.set("session", JSON.stringify({ vid: "v_1", vtok: "t" }));
    await tab.open({ seq: 9, recovered: false });
    tab.socket.says({ t: "snap", d: { msgs: [message(9)], more: true, conv: null } });
    tab.socket.says({ t: "synced", d: { seq: 9 } });
    void tab.client.older();
    void tab.client.older();
    expect(tab.socket.count("hist.get")).toBe(1);
    expect(tab.socket.last("hist.get").d).toEqual({ before: "m_9", n: 30 });
    tab.socket.answers("hist.get", { msgs: [message(7), message(8)], more: false });
    await settle();

    expect(tab.texts).toEqual(["text 7", "text 8", "text 9"]);
    expect(tab.client.loadingOlder.value).toBe(false);
  });
});

describe("identity", () => {
  it("is proved once, and not again with the next hello", async () => {
    await tab.open();
    const done = tab.client.identify({ jwt: "a.b.c" });
    await settle();
    expect(tab.socket.last("ident").d).toEqual({ jwt: "a.b.c" });
    tab.socket.answers("ident");
    expect(await done).toBeNull();

    expect(await tab.reconnect(3014)).not.toHaveProperty("ident");
  });

  it("goes with the hello if there is no connection yet, and can be given up after a refusal", async () => {
    void tab.client.identify({ id: "u", hmac: "h" });
    tab.client.connection.start();
    expect(await tab.greet()).toMatchObject({ ident: { id: "u", hmac: "h" } });
    tab.socket.drops(3500);
    expect(tab.client.link.value).toEqual({ k: "closed", reason: "refused" });

    tab.client.asGuest();
    expect(await tab.greet()).not.toHaveProperty("ident");
  });

  it("is not lost when it comes between hello and welcome", async () => {
    tab.client.connection.start();
    await tab.greet();
    void tab.client.identify({ jwt: "late" });
    tab.welcome();
    await settle();

    expect(tab.socket.last("ident").d).toEqual({ jwt: "late" });
  });

  it("is asked anew from the page when it has expired", async () => {
    await tab.open();
    tab.socket.drops(3005);

    expect(tab.host.said).toContainEqual({ t: "event", name: "identity", detail: { state: "expired" } });
  });

  it("log-out forgets everything here and in the other tab, even if nobody answers", async () => {
    await tab.open();
    tab.client.outbox.add("a", []);
    await settle();
    const other = new Tab(clock, storage);
    await other.open({ seq: 1 });
    tab.socket.says({ t: "msg.new", s: 1, d: message(1) });
    const done = tab.client.logout();
    await clock.pass(2_000);
    await done;

    expect([...storage.entries.keys()]).toEqual([]);
    expect(tab.texts).toEqual([]);
    expect(tab.client.link.value.k).toBe("idle");
    await clock.pass(500);
    expect(await other.greet()).not.toHaveProperty("vid");
  });
});

describe("attention", () => {
  async function withAnswer(): Promise<void> {
    await tab.open();
    tab.socket.says({ t: "msg.new", s: 1, d: message(1) });
  }

  it("counts unread and reports nothing as read while nobody looks", async () => {
    await withAnswer();

    expect(tab.attention.unread.value).toBe(1);
    expect(tab.host.said).toContainEqual({ t: "unread", n: 1 });
    expect(tab.socket.count("read")).toBe(0);
  });

  it("reports read when open, visible and focused, at most once a second", async () => {
    await withAnswer();
    tab.attention.open.value = true;
    tab.attention.visible.value = true;
    expect(tab.socket.count("read")).toBe(0);
    tab.attention.panelFocus.value = true;
    tab.socket.says({ t: "msg.new", s: 2, d: message(2) });
    tab.socket.says({ t: "msg.new", s: 3, d: message(3) });
    expect(tab.socket.count("read")).toBe(1);
    await clock.pass(1_000);

    expect(tab.socket.count("read")).toBe(2);
    expect(tab.socket.last("read").d).toEqual({ upto: "m_3" });
    expect(tab.attention.unread.value).toBe(0);
  });

  it("clears the badge in the other tab", async () => {
    await withAnswer();
    const other = new Tab(clock, storage);
    await other.open();
    other.socket.says({ t: "msg.new", s: 1, d: message(1) });
    tab.attention.open.value = tab.attention.panelFocus.value = true;

    expect(other.attention.unread.value).toBe(0);
  });

  it("tells the page that something came, not what", async () => {
    await withAnswer();
    const told = tab.host.said.filter((m) => m.t === "event" && m.name === "message");

    expect(told).toHaveLength(1);
    expect(JSON.stringify(tab.host.said)).not.toContain("text 1");
  });
});

describe("trouble", () => {
  it("is shown after 2 s, not at once, and goes with the connection", async () => {
    const trouble = watchTrouble(tab.client.link, clock);
    await tab.open();
    clock.chance = 0.999999;
    for (let i = 0; i < 2; i++) {
      tab.socket.drops(1006);
      await clock.pass(999);
      expect(trouble.value).toBe("none");
      await clock.pass(1);
    }
    await clock.pass(1);
    expect(trouble.value).toBe("reconnecting");
    await clock.pass(1_000);
    await tab.greet();
    tab.welcome();
    expect(trouble.value).toBe("none");
  });
});
