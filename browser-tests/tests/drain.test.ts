import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AgentLine } from "../src/agent.ts";
import { eventually } from "../src/eventually.ts";
import { FORM, WEB } from "../src/inboxes.ts";
import { type NodeOptions, TributaryNode } from "../src/node.ts";
import { Visitor } from "../src/visitor.ts";

const OPTIONS: NodeOptions = { name: "drain", inboxes: [WEB, FORM] };

let node: TributaryNode;
beforeAll(async () => { node = await TributaryNode.start(OPTIONS); });
afterAll(() => node?.end());

describe("the operator's side", () => {
  it("says that it lives and is ready, and offers its figures", async () => {
    expect((await fetch(`${node.management}/health/live`)).status).toBe(200);
    expect((await fetch(`${node.management}/health/ready`)).status).toBe(200);

    const figures = await (await fetch(`${node.management}/metrics`)).text();
    expect(figures.split("\n").filter((line) => /^tributary_[a-z_]+(\{.*\})? \d/.test(line)).length).toBeGreaterThan(5);
  });

  it("prints no set-up link where an administrator is configured", () => {
    expect(node.log).not.toContain("/setup#");
  });
});

describe("backup and restore", () => {
  it("brings everything back under a new epoch and resends nothing", async () => {
    const visitor = await Visitor.connect(node.url);
    await visitor.say("before the backup");
    const number = await visitor.ticket();
    await node.api.post(`/tickets/${number}/messages`, { kind: "reply", text: "answered before", force: true });
    await visitor.heard("answered before");
    const file = join(node.folder, "record.backup");
    expect(await node.command("backup", file)).toBe(0);
    expect(await node.command("restore", file), "beside a running node").toBe(4);
    expect(node.log).toMatch(/^data-dir: expected a directory of this node alone, .*\n$/);
    await visitor.say("after the backup");
    const old = visitor.welcome;
    const seq = visitor.positions.at(-1) ?? 0;
    visitor.close();
    await node.drain();

    node.configure(OPTIONS, "restored");
    expect(await node.command("restore", file)).toBe(0);
    await node.run();

    const back = await visitor.again(node.url, { epoch: old.epoch, seq });
    expect(back.welcome).toMatchObject({ vid: old.vid, recovered: false });
    expect(back.welcome.epoch).not.toBe(old.epoch);
    expect(back.messages.map((message) => message.text)).toEqual(["before the backup", "answered before"]);
    const stored = await node.api.messages(number);
    expect(stored.map((message) => message.text)).toEqual(["before the backup", "answered before"]);
    expect(["queued", "leased", "sending"]).not.toContain(stored[1]?.delivery?.state);

    // The conversation goes on where the copy ends.
    await back.say("after the restore");
    await back.heard("after the restore");
    expect((await node.api.messages(number)).at(-1)?.text).toBe("after the restore");
    expect(back.messages.map((message) => message.text)).toEqual(["before the backup", "answered before", "after the restore"]);
    back.close();
  });
});

describe("SIGTERM", () => {
  it("says bye, closes the sockets with 3001, is not ready meanwhile, and exits with 0 within 10 s", async () => {
    const visitors = await Promise.all(Array.from({ length: 5 }, () => Visitor.connect(node.url)));
    const agent = await AgentLine.connect(node.api);
    await agent.sub("inbox:web");
    const [first] = visitors;
    await first?.say("a last word");

    const exit = node.drain();
    const refused = eventually("/health/ready to say 503", async () => (await fetch(`${node.management}/health/ready`)).status === 503, 5_000).then(() => true, () => false);
    const { code, signal, tookMs } = await exit;

    for (const { socket } of [...visitors, agent]) {
      expect(await socket.end()).toMatchObject({ code: 3001 });
      expect(socket.frames.at(-1)).toMatchObject({ t: "bye" });
      expect(socket.frames.at(-1)?.d["retryAfter"]).toBeTypeOf("number");
    }
    expect(await refused).toBe(true);
    expect(tookMs).toBeLessThan(10_000);
    expect({ code, signal }).toEqual({ code: 0, signal: null });
  });

  it("has kept the last word", async () => {
    await node.run();
    expect((await node.api.tickets()).map((ticket) => ticket.lastMessage?.text)).toContain("a last word");
  });
});
