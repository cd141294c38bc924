import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AgentLine } from "../src/agent.ts";
import { TributaryNode } from "../src/node.ts";
import { newCid, Visitor } from "../src/visitor.ts";

// Shorter than the default, so that a deaf agent is cut within the test.
const SLOW = { "slow-consumer": { wait: "2s" } };
const LARGE = "大".repeat(60_000);
const LARGE_EVENTS = 90;

let node: TributaryNode;
beforeAll(async () => { node = await TributaryNode.start({ name: "races", config: { push: SLOW } }); });
afterAll(() => node?.end());

describe("the same message twice at the same instant", () => {
  it("from two tabs becomes one message with one id", async () => {
    const tab = await Visitor.connect(node.url);
    await tab.say("hello");
    const other = await tab.again(node.url);

    for (let round = 0; round < 10; round++) {
      const cid = newCid();
      const [a, b] = await Promise.all([tab.say(`round ${round}`, { cid }), other.say(`round ${round}`, { cid })]);
      expect(a).toBe(b);
    }

    const messages = await node.api.messages(await other.ticket());
    expect(messages.map((message) => message.text)).toEqual(["hello", ...Array.from({ length: 10 }, (_, i) => `round ${i}`)]);
    tab.close();
    other.close();
  });

  it("with other words is a conflict", async () => {
    const visitor = await Visitor.connect(node.url);
    const cid = newCid();
    await visitor.say("one thing", { cid });

    expect(await visitor.send("another thing", { cid })).toMatchObject({ t: "err", d: { code: "cid-conflict" } });
    visitor.close();
  });
});

describe("ten first messages of one visitor at once", () => {
  it("open one ticket", async () => {
    const before = (await node.api.tickets()).length;
    const visitor = await Visitor.connect(node.url);
    const texts = Array.from({ length: 10 }, (_, i) => `first ${i}`);

    await Promise.all(texts.map((text) => visitor.say(text)));

    expect(await node.api.tickets()).toHaveLength(before + 1);
    expect((await node.api.messages(await visitor.ticket())).map((message) => message.text)).toEqual(texts);
    visitor.close();
  });

  it("open one ticket from five tabs, too", async () => {
    const tab = await Visitor.connect(node.url);
    await tab.socket.ask("up.begin", { cid: newCid(), name: "a.png", type: "image/png", size: 10 });
    const tabs = [tab, ...(await Promise.all(Array.from({ length: 4 }, () => tab.again(node.url))))];
    const before = (await node.api.tickets()).length;

    await Promise.all(tabs.flatMap((each, i) => [each.say(`tab ${i} a`), each.say(`tab ${i} b`)]));

    expect(await node.api.tickets()).toHaveLength(before + 1);
    for (const each of tabs) each.close();
  });
});

describe("an agent that never reads its socket", () => {
  it("is cut, does not hold up the others, and resumes completely", async () => {
    const visitor = await Visitor.connect(node.url);
    await visitor.say("hello");
    const number = await visitor.ticket();
    const [reading, deaf] = [await AgentLine.connect(node.api), await AgentLine.connect(node.api)];
    const topic = `ticket:${number}`;
    const start = Number((await deaf.sub(topic)).d["seq"]);
    await reading.sub(topic);

    deaf.socket.stopReading();
    for (let i = 0; i < LARGE_EVENTS; i++) await node.api.post(`/tickets/${number}/messages`, { kind: "note", text: `${i} ${LARGE}` });
    await reading.socket.until("the other agent to have everything", () => reading.positions(topic).length >= LARGE_EVENTS);
    await visitor.say("still served");

    deaf.socket.resumeReading();
    // Cut in the midst of a frame, the close frame may be lost; the rest of the queue must not come.
    await deaf.socket.end();
    const got = deaf.positions(topic);
    expect(got.length).toBeLessThan(LARGE_EVENTS);
    const again = await AgentLine.connect(node.api);
    const answer = await again.sub(topic, { epoch: deaf.epoch, seq: got.at(-1) ?? start });
    expect(answer).toMatchObject({ t: "ok", d: { recovered: true } });
    const head = Number(answer.d["seq"]);
    await again.socket.until("the rest", () => again.positions(topic).at(-1) === head);

    expect([...got, ...again.positions(topic)]).toEqual(Array.from({ length: head - start }, (_, i) => start + i + 1));
    expect(head - start).toBeGreaterThanOrEqual(LARGE_EVENTS);
    for (const line of [reading, again, visitor]) line.close();
  });
});
