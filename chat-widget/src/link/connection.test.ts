import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeClock, FakeSocket, settle, welcomeOf } from "../testing/fakes";
import type { Remedy } from "./closing";
import { Connection, type ConnectionState, type Reply } from "./connection";
import type { ServerFrame } from "./protocol";

let clock: FakeClock;
let sockets: FakeSocket[];
let frames: ServerFrame[];
let remedies: Remedy[];
let states: string[];
let online: boolean;
let visible: boolean;
let connection: Connection;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  frames = [];
  remedies = [];
  states = [];
  online = true;
  visible = true;
  connection = new Connection(
    {
      clock,
      online: () => online,
      visible: () => visible,
      dial: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
    },
    {
      hello: () => Promise.resolve({ v: 1, pending: [] }),
      position: () => ({ epoch: "e1", seq: 3 }),
      frame: (frame) => frames.push(frame),
      remedy: (remedy) => remedies.push(remedy),
      changed: (state: ConnectionState) => states.push(state.k),
    },
  );
});

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error("no socket was opened");
  return last;
}

async function opened(): Promise<FakeSocket> {
  socket().onopen?.();
  await settle();
  socket().says({ t: "welcome", re: 1, d: welcomeOf() });
  return socket();
}

async function connected(): Promise<FakeSocket> {
  connection.start();
  return opened();
}

describe("from start to open", () => {
  it("says hello first, and is open with the welcome", async () => {
    connection.start();
    expect(socket().sent).toEqual([]);

    await opened();

    expect(socket().sent).toEqual([{ t: "hello", id: 1, d: { v: 1, pending: [] } }]);
    expect(states).toEqual(["connecting", "open"]);
    expect(frames.map((f) => f.t)).toEqual(["welcome"]);
  });

  it("opens one socket, however often it is started", async () => {
    await connected();
    connection.start();

    expect(sockets).toHaveLength(1);
  });

  it("gives up a handshake after 15 s", async () => {
    connection.start();
    await clock.pass(15_000);

    expect(socket().closedWith).toBe(3012);
    expect(connection.state.k).toBe("waiting");
  });

  it("stays away as long as a refused hello says", async () => {
    connection.start();
    socket().onopen?.();
    await settle();
    socket().says({ t: "err", re: 1, d: { code: "rate-limited", retryAfter: 20 } });
    socket().drops(3000);

    await clock.pass(19_999);
    connection.check();
    expect(sockets).toHaveLength(1);
    await clock.pass(1);
    expect(sockets).toHaveLength(2);
  });
});

describe("requests", () => {
  it("finds the answer to each question", async () => {
    await connected();
    const answers: Reply[] = [];
    void connection.request("conv.close", {}).then((r) => answers.push(r));
    void connection.request("hist.get", { n: 5 }).then((r) => answers.push(r));

    socket().says({ t: "err", re: 3, d: { code: "not-found" } });
    socket().says({ t: "ok", re: 2, d: {} });
    await settle();

    expect(answers).toEqual([{ k: "err", problem: { code: "not-found" } }, { k: "ok", d: {} }]);
  });

  it("are lost with the connection, and lost at once without one", async () => {
    expect(await connection.request("conv.close", {})).toEqual({ k: "lost" });
    await connected();
    const answer = connection.request("conv.close", {});
    socket().drops(1006);

    expect(await answer).toEqual({ k: "lost" });
    expect(connection.notify("read", { upto: "m" })).toBe(false);
  });

  it("answers ping with pong", async () => {
    await connected();
    socket().says({ t: "ping" });

    expect(socket().last("pong")).toEqual({ t: "pong" });
  });
});

describe("close codes", () => {
  it.each([1001, 1006, 1009, 3000, 3004, 3005, 3008, 3010, 3012, 3014, 4000])("%i: again after a random part of the back-off", async (code) => {
    await connected();
    socket().drops(code);

    expect(connection.state.k).toBe("waiting");
    await clock.pass(249);
    expect(sockets).toHaveLength(1);
    await clock.pass(1);
    expect(sockets).toHaveLength(2);
  });

  it.each([[3500, "refused"], [3501, "protocol"], [3503, "blocked"], [3504, "tab"], [3507, "origin"], [3600, "stopped"], [4700, "stopped"]])("%i: stops", async (code, reason) => {
    await connected();
    socket().drops(code);
    await clock.pass(600_000);
    connection.check();

    expect(connection.state).toEqual({ k: "closed", reason });
    expect(sockets).toHaveLength(1);
    connection.start();
    expect(sockets).toHaveLength(2);
  });

  it.each([[1009, "drop-oversized"], [3005, "drop-proof"], [3014, "drop-cache"]])("%i: %s", async (code, remedy) => {
    await connected();
    socket().drops(code);

    expect(remedies).toEqual([remedy]);
  });

  it("3001: after retryAfter and a random part of 10 s, whatever the tab does", async () => {
    await connected();
    socket().says({ t: "bye", d: { retryAfter: 2 } });
    socket().drops(3001);
    connection.check();

    await clock.pass(6_999);
    expect(sockets).toHaveLength(1);
    await clock.pass(1);
    expect(sockets).toHaveLength(2);
  });

  it("3013: after 30 s at least", async () => {
    clock.chance = 0;
    await connected();
    socket().drops(3013);

    await clock.pass(29_999);
    expect(sockets).toHaveLength(1);
    await clock.pass(1);
    expect(sockets).toHaveLength(2);
  });

  it("3502: once more, then stops; a welcome in between forgives", async () => {
    await connected();
    socket().drops(3502);
    await clock.pass(30_000);
    await opened();
    socket().drops(3502);
    await clock.pass(30_000);
    socket().drops(3502);

    expect(connection.state).toEqual({ k: "closed", reason: "protocol" });
  });

  it("closes with 4400 on a malformed frame and comes back", async () => {
    await connected();
    const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
    socket().says("{");
    expect(warn).toHaveBeenCalledWith("tributary:", "frame: not JSON");

    expect(socket().closedWith).toBe(4400);
    expect(connection.state.k).toBe("waiting");
  });

  it("gives nothing of a batch to the owner after it has left the socket", async () => {
    vi.spyOn(console, "warn").mockReturnValue(undefined);
    await connected();
    socket().says([{ t: "synced", d: { seq: 0 } }, { t: "synced", d: {} }, { t: "synced", d: { seq: 9 } }]);

    expect(frames.map((f) => f.t)).toEqual(["welcome"]);
  });
});

describe("back-off", () => {
  it("grows with each failure", async () => {
    clock.chance = 0.999999;
    connection.start();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      socket().drops(1006);
      const from = clock.now();
      const have = sockets.length;
      while (sockets.length === have) await clock.pass(100);
      waits.push(Math.round((clock.now() - from) / 500) * 500);
    }

    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it("starts anew only after 30 s of a stable connection", async () => {
    clock.chance = 0.999999;
    connection.start();
    for (let i = 0; i < 4; i++) {
      socket().drops(1006);
      await clock.pass(500 * 2 ** i);
    }
    await opened();
    await clock.pass(29_000);
    socket().drops(1006);
    await clock.pass(7_900);
    expect(connection.state.k).toBe("waiting");
    await clock.pass(100);

    await opened();
    await clock.pass(30_000);
    socket().drops(1006);
    await clock.pass(500);
    expect(connection.state.k).toBe("connecting");
  });
});

describe("liveness", () => {
  it("reconnects after two heartbeats without any frame", async () => {
    await connected();
    await clock.pass(49_000);
    socket().says({ t: "ping" });
    await clock.pass(49_999);
    expect(connection.state.k).toBe("open");
    await clock.pass(1);

    expect(sockets[0]?.closedWith).toBe(3012);
    expect(connection.state.k).toBe("waiting");
  });

  it("is patient for 75 s in a hidden tab", async () => {
    visible = false;
    await connected();
    await clock.pass(74_999);
    expect(connection.state.k).toBe("open");
    await clock.pass(1);
    expect(connection.state.k).toBe("waiting");
  });

  it("asks at once when the tab comes back, and does not wait long for the answer", async () => {
    await connected();
    await clock.pass(20_000);
    connection.check();
    expect(socket().last("sync").d).toEqual({ epoch: "e1", seq: 3 });

    await clock.pass(5_000);
    expect(connection.state.k).toBe("waiting");
  });

  it("stays if the answer comes", async () => {
    await connected();
    await clock.pass(20_000);
    connection.check();
    await clock.pass(1_000);
    socket().answers("sync");
    await clock.pass(10_000);

    expect(connection.state.k).toBe("open");
  });

  it("connects at once when the network is back", async () => {
    await connected();
    online = false;
    socket().drops(1006);
    await clock.pass(10_000);
    expect(sockets).toHaveLength(1);

    online = true;
    connection.check();
    expect(sockets).toHaveLength(2);
  });

  it("looks now and then although the browser says offline", async () => {
    await connected();
    online = false;
    socket().drops(1006);
    await clock.pass(31_000);

    expect(sockets).toHaveLength(2);
  });
});

describe("leaving", () => {
  it("stop closes the socket, and nothing is left to fire", async () => {
    await connected();
    connection.stop();

    expect(socket().closedWith).toBe(1000);
    expect(connection.state.k).toBe("idle");
    expect(clock.pending).toBe(0);
  });

  it("renew says hello again on a new socket, soon", async () => {
    await connected();
    connection.renew();
    expect(socket().closedWith).toBe(4401);
    await clock.pass(500);

    expect(sockets).toHaveLength(2);
  });

  it("does not say hello on a socket it has left while the hello was prepared", async () => {
    connection.start();
    socket().onopen?.();
    connection.stop();
    await settle();

    expect(socket().sent).toEqual([]);
  });
});
