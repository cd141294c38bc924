import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AgentLine } from "../src/agent.ts";
import { eventually } from "../src/eventually.ts";
import { TributaryNode } from "../src/node.ts";
import { Shopper } from "../src/shopper.ts";

const VISITORS = 10;
const MESSAGES = 40;
const TOPIC = "inbox:web";

let node: TributaryNode;
beforeAll(async () => { node = await TributaryNode.start({ name: "crash" }); });
afterAll(() => node?.end());

/** An agent's console that comes back from where it stopped. */
async function follow(from?: { readonly epoch: string; readonly seq: number }): Promise<{ line: AgentLine; epoch: string; start: number }> {
  const line = await AgentLine.connect(node.api);
  const answer = await line.sub(TOPIC, from);
  expect(answer.t).toBe("ok");
  if (from) expect(answer.d).toMatchObject({ recovered: true });
  return { line, epoch: String(answer.d["epoch"]), start: Number(answer.d["seq"]) };
}

describe("kill -9 while ten visitors write forty messages each", () => {
  it("keeps every confirmed message exactly once, in each visitor's order, in two crashes", async () => {
    const seen: number[] = [];
    let { line, epoch, start } = await follow();
    const shoppers = Array.from({ length: VISITORS }, (_, i) => new Shopper(node.url, `v${i}`, MESSAGES));
    const confirmed = (): number => shoppers.reduce((sum, shopper) => sum + shopper.confirmed.size, 0);
    const work = Promise.all(shoppers.map((shopper) => shopper.run()));

    for (const share of [0.25, 0.6]) {
      await eventually("enough messages to be on their way", () => confirmed() >= share * VISITORS * MESSAGES, 30_000);
      const before = confirmed();
      await node.kill();
      expect(before).toBeLessThan(VISITORS * MESSAGES);
      seen.push(...line.positions(TOPIC));
      await node.run();
      // Whatever the socket has brought by now; the next one goes on from there.
      line = (await follow({ epoch, seq: seen.at(-1) ?? start })).line;
    }
    await work;

    const { heads } = await node.api.get<{ heads: Record<string, number> }>("/tickets?limit=1");
    const head = heads[TOPIC] ?? 0;
    await eventually("the agent to have caught up", () => line.positions(TOPIC).at(-1) === head);
    seen.push(...line.positions(TOPIC));
    expect(seen).toEqual(Array.from({ length: head - start }, (_, i) => start + i + 1));

    const tickets = await node.api.tickets();
    expect(tickets).toHaveLength(VISITORS);
    for (const shopper of shoppers) {
      const messages = await node.api.messages(await shopper.ticket());
      expect(messages.map((message) => message.text)).toEqual(shopper.texts);
      const stored = new Map(messages.map((message) => [message.text, message.id]));
      for (const [text, mid] of shopper.confirmed) expect(stored.get(text)).toBe(mid);
      expect(shopper.positions).toEqual(shopper.positions.map((_, i) => i + 1));
    }
    line.close();
  }, 120_000);

  it("keeps what an agent was told is stored", async () => {
    const [ticket] = await node.api.tickets();
    const number = ticket?.number ?? 0;
    const written = await Promise.all(Array.from({ length: 20 }, (_, i) => node.api.post<{ id: string }>(`/tickets/${number}/messages`, { kind: "note", text: `note ${i}` })));

    await node.kill();
    await node.run();

    const ids = (await node.api.messages(number)).map((message) => message.id);
    for (const { id } of written) expect(ids.filter((found) => found === id)).toHaveLength(1);
  });
});
