import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { Chromium, LINE_DOWN, NOBODY, type Person, shoot } from "../src/browser.ts";
import { Console } from "../src/console.ts";
import { eventually } from "../src/eventually.ts";
import { type Pair, startPair } from "../src/pair.ts";
import { SystemPage } from "../src/system.ts";
import { Widget } from "../src/widget.ts";

// Tall, so that the whole conversation is on the screen: rows outside it are not in the page.
const TALL = { width: 1_440, height: 3_000 };

let pair: Pair;
let chromium: Chromium;
let customer: Person;
let agent: Person;
let widget: Widget;
let desk: Console;
let system: SystemPage;
let number = 0;
/** All that was said, in its order. */
const said: string[] = [];

// One conversation for all: the customer is led to node a, the agent to node b, and no page is ever loaded again.
beforeAll(async () => {
  [pair, chromium] = await Promise.all([startPair("cluster"), Chromium.start()]);
  [customer, agent] = [await chromium.person(), await chromium.person({ locale: "en-US", viewport: TALL })];
  widget = await (await Widget.onDemo(await customer.page(), pair.url)).open();
  desk = await Console.logIn(await agent.page(), pair.desk);
  await customerSays("你好");
  number = await eventually("the ticket", async () => (await pair.b.api.tickets())[0]?.number);
  await desk.openTicket(number);
  await desk.message("你好").waitFor();
  system = await SystemPage.open(await agent.page(), pair.desk);
  await Promise.all(pages().map(([, page]) => page.evaluate(() => ((window as { untouched?: true }).untouched = true))));
}, 700_000);

afterAll(async () => {
  await chromium?.end();
  await pair?.end();
});

beforeEach(() => {
  onTestFailed(async () => {
    for (const [name, page] of pages()) await shoot(page, `cluster-failed-${name}`);
  });
});

function pages(): readonly (readonly [name: string, page: Page])[] {
  return [["widget", widget.page], ["console", desk.page], ["system", system.page]];
}

/** The agent has had a look at the newest message: an answer before that would be held back as stale. */
async function seen(): Promise<void> {
  await widget.panel.locator(".log .line.visitor").last().locator(".tick.read").waitFor({ state: "attached" });
}

async function customerSays(text: string): Promise<void> {
  said.push(text);
  await widget.send(text);
}

async function agentSays(text: string): Promise<void> {
  said.push(text);
  await desk.send(text);
}

/** Both ways, across the nodes. */
async function exchange(question: string, answer: string): Promise<void> {
  await customerSays(question);
  await desk.message(question).waitFor();
  await seen();
  await agentSays(answer);
  await widget.line(answer).waitFor();
}

/** What is stored is what both see: all that was said, each text once. */
async function allIsThere(): Promise<void> {
  await expect.poll(async () => (await pair.b.api.messages(number)).map((message) => message.text)).toEqual(said);
  await expect.poll(() => desk.texts()).toEqual(said);
  await expect.poll(() => widget.texts()).toEqual(said);
  expect(await widget.panel.locator(".pending, .failed").count()).toBe(0);
}

describe("two nodes, a customer at one and an agent at the other", () => {
  it("messages arrive both ways, and each sees that the other is writing", async () => {
    expect([pair.customers.leadingTo(pair.b.port), pair.agents.leadingTo(pair.a.port)]).toEqual([0, 0]);
    await widget.field.pressSequentially("我的茶");
    await desk.page.locator('[data-typing="visitor"]').waitFor();
    await widget.field.fill("");
    await desk.field.pressSequentially("您");
    await widget.panel.locator(".typing").waitFor();

    await exchange("我的茶呢？", "明天到。");

    await allIsThere();
  });

  it("the System page shows both, that they hear each other, and who works on the inbox", async () => {
    await system.says("Answered by node b", "Bus between nodes: working", "Redis: working");
    await system.showsBoth();
    await system.holder("web").getByText(/^Last worked on by [ab], /).waitFor();
  });

  it("kill -9 of the customer's node in mid-conversation: both go on by themselves at the other, nothing is missing or doubled", async () => {
    await Promise.all([customerSays("还有"), pair.a.kill()]);
    await customerSays("一件事");
    await desk.message("一件事").waitFor();
    await seen();
    await agentSays("请说。");
    await exchange("可以退货吗？", "可以。");

    await allIsThere();
    expect(pair.customers.leadingTo(pair.b.port)).toBeGreaterThan(0);
    await system.gone("a").getByText(/^No sign of life since /).waitFor();
    expect(await system.nodes.count()).toBe(1);
    await system.says("Bus between nodes: working");
    await system.holder("web").getByText(/^Last worked on by b, /).waitFor();
  });

  it("the killed node comes back, is a member again, and takes customers", async () => {
    await pair.a.run();
    pair.customers.hangUp();
    await exchange("又断了一下", "没关系。");

    await allIsThere();
    expect(pair.customers.leadingTo(pair.a.port)).toBeGreaterThan(0);
    await system.showsBoth();
    expect(await system.gone("a").count()).toBe(0);
  });

  it("Redis is killed and comes back: the conversation goes on across both nodes, and the System page says so", async () => {
    await pair.redis.kill();
    await exchange("还在吗？", "在的。");
    await system.says("Redis: interrupted", "Bus between nodes: working");

    await pair.redis.run();
    await exchange("谢谢！", "不客气。");
    await system.says("Redis: working");

    await allIsThere();
  });

  it("no page had to be loaded again, and none complained of anything but the lost line", async () => {
    for (const [, page] of pages()) expect(await page.evaluate(() => (window as { untouched?: true }).untouched)).toBe(true);
    for (const person of [customer, agent]) {
      person.pardon(LINE_DOWN);
      person.pardon(NOBODY);
      expect(person.complaints).toEqual([]);
    }
  });
});
