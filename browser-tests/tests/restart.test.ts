import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";
import { Chromium, type Person, shoot } from "../src/browser.ts";
import { Console } from "../src/console.ts";
import { eventually, pause } from "../src/eventually.ts";
import { TributaryNode } from "../src/node.ts";
import { Widget } from "../src/widget.ts";

// Tall, so that the whole conversation is on the screen: rows outside it are not in the page.
const TALL = { width: 1_440, height: 3_000 };
const ROUNDS = 8;
const BACK_MS = 40_000;

let node: TributaryNode;
let chromium: Chromium;
let people: readonly Person[] = [];

beforeAll(async () => {
  node = await TributaryNode.start({ name: "restart" });
  chromium = await Chromium.start();
  people = [await chromium.person(), await chromium.person({ viewport: TALL })];
});
afterAll(async () => {
  await chromium?.end();
  await node?.end();
});

/** An agent has one pair of hands: what is clicked takes the keyboard from what is being written. */
let hands: Promise<unknown> = Promise.resolve();
function withHands<T>(work: () => Promise<T>): Promise<T> {
  const done = hands.then(work);
  hands = done.catch(() => undefined);
  return done;
}

/** What arrived meanwhile is shown to the agent, who then sends anyway: as often as it is asked. */
function sendAnyway(page: Page): { end(): Promise<void> } {
  const button = page.locator('[data-outgoing="stale"] .button-main').first();
  let isOver = false;
  const work = (async () => {
    while (!isOver) {
      if (await button.isVisible().catch(() => false)) await withHands(() => button.click({ timeout: 2_000 })).catch(() => undefined);
      await pause(100);
    }
  })();
  return {
    end: () => {
      isOver = true;
      return work;
    },
  };
}

it("kill -9 in mid-conversation: both browsers go on by themselves, nothing is missing or doubled", async () => {
  const [visitor, agent] = people;
  if (visitor === undefined || agent === undefined) throw new Error("nobody is there");
  const widget = await (await Widget.onDemo(await visitor.page(), node.url)).open();
  await widget.send("客 0");
  onTestFailed(async () => {
    for (const [page, name] of [[widget.page, "widget"], [desk.page, "console"]] as const) await shoot(page, `restart-failed-${name}`);
  });
  const desk = await Console.logIn(await agent.page(), node.url);
  const [ticket] = await eventually("the ticket", async () => {
    const tickets = await node.api.tickets();
    return tickets.length > 0 ? tickets : undefined;
  });
  const number = ticket?.number ?? 0;
  await desk.openTicket(number);
  await desk.message("客 0").waitFor();
  for (const { page } of [widget, desk]) await page.evaluate(() => ((window as { untouched?: true }).untouched = true));

  const customer = ["客 0", ...Array.from({ length: ROUNDS }, (_, i) => `客 ${i + 1}`)];
  const answers = Array.from({ length: ROUNDS }, (_, i) => `服 ${i + 1}`);
  const sendingAnyway = sendAnyway(desk.page);
  for (const round of [0, 1]) await exchange(round);
  await widget.line("服 2").waitFor();
  const restart = (async () => {
    await node.kill();
    await node.run();
  })();
  for (let round = 2; round < ROUNDS; round++) await exchange(round);
  await restart;

  async function exchange(round: number): Promise<void> {
    await Promise.all([widget.send(`客 ${round + 1}`), withHands(() => desk.send(`服 ${round + 1}`))]);
  }

  const isAllThere = async (): Promise<boolean> => (await node.api.messages(number)).length >= customer.length + answers.length;
  await eventually("everything to have arrived", async () => (await isAllThere()) && (await desk.page.locator("[data-outgoing]").count()) === 0, BACK_MS);
  const stored = (await node.api.messages(number)).map((message) => message.text);
  expect(stored.filter((text) => text.startsWith("客"))).toEqual(customer);
  expect([...stored].filter((text) => text.startsWith("服")).sort()).toEqual(answers);
  expect(stored).toHaveLength(customer.length + answers.length);

  await expect.poll(() => desk.texts(), { timeout: BACK_MS }).toEqual(stored);
  await expect.poll(async () => (await widget.texts()).length, { timeout: BACK_MS }).toBe(stored.length);
  expect([...(await widget.texts())].sort()).toEqual([...stored].sort());
  expect(await widget.panel.locator(".pending, .failed").count()).toBe(0);
  for (const { page } of [widget, desk]) expect(await page.evaluate(() => (window as { untouched?: true }).untouched)).toBe(true);

  // And the line lives: both ways once more.
  await widget.send("还在吗？");
  await desk.message("还在吗？").waitFor();
  await desk.send("在的。");
  await widget.line("在的。").waitFor();
  await sendingAnyway.end();
}, 120_000);
