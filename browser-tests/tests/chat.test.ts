import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { Chromium, composeAndTake, LINE_DOWN, NOBODY, type Person, shoot } from "../src/browser.ts";
import { Console } from "../src/console.ts";
import { eventually } from "../src/eventually.ts";
import { FORM, WEB } from "../src/inboxes.ts";
import { Line } from "../src/line.ts";
import { TributaryNode } from "../src/node.ts";
import { png } from "../src/picture.ts";
import type { Contact, Ticket } from "../src/rest.ts";
import { Shop } from "../src/shop.ts";
import { Widget } from "../src/widget.ts";

const PICTURE = png(120, 80, [47, 111, 91]);

let node: TributaryNode;
let chromium: Chromium;
let shop: Shop;
let line: Line;
let agent: Person;
let desk: Console;
let visitors: Person[] = [];

beforeAll(async () => {
  shop = await Shop.open(() => node.url);
  line = await Line.open();
  node = await TributaryNode.start({ name: "chat", inboxes: [{ ...WEB, origins: [shop.url] }, { ...FORM, origins: [shop.url] }] });
  chromium = await Chromium.start();
  agent = await chromium.person();
  desk = await Console.logIn(await agent.page(), node.url);
});

// Not after each: of a failed one a photograph is taken first.
beforeEach(async () => {
  await Promise.all(visitors.map((visitor) => visitor.close()));
  visitors = [];
});

afterAll(async () => {
  await chromium?.end();
  line?.close();
  shop?.close();
  await node?.end();
});

interface Chat {
  readonly visitor: Person;
  readonly widget: Widget;
  readonly number: number;
}

/** What each person saw when a test failed. */
async function photographs(visitor: Person): Promise<void> {
  for (const page of [...visitor.context.pages(), desk.page]) await shoot(page, `chat-failed-${page === desk.page ? "console" : "widget"}`);
}

async function newVisitor(options: BrowserContextOptions = {}): Promise<Person> {
  const visitor = await chromium.person(options);
  visitors.push(visitor);
  onTestFailed(() => photographs(visitor));
  return visitor;
}

/** A visitor on the demo page who has written, and an agent who has opened the conversation. */
async function chat(first: string, options: BrowserContextOptions = {}): Promise<Chat> {
  const visitor = await newVisitor(options);
  const widget = await (await Widget.onDemo(await visitor.page(), node.url)).open();
  await widget.send(first);
  const number = await ticketOf(first);
  await desk.openTicket(number);
  await desk.message(first).waitFor();
  await seen(widget);
  return { visitor, widget, number };
}

/** The agent has had a look at the newest message: an answer before that would be held back as stale. */
async function seen(widget: Widget): Promise<void> {
  await widget.panel.locator(".log .line.visitor").last().locator(".tick.read").waitFor({ state: "attached" });
}

async function ticketOf(text: string): Promise<number> {
  const ticket = await eventually(`the ticket of "${text}"`, async () => (await node.api.tickets()).find((each) => each.lastMessage?.text === text));
  return ticket.number;
}

async function loaded(picture: Locator): Promise<void> {
  await picture.waitFor();
  await eventually("the picture to be shown", () => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth === 120));
}

/** As the browser hands over a screenshot from the clipboard. */
async function pastePicture(field: Locator, name: string): Promise<void> {
  await field.evaluate((target, [bytes, file]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], file, { type: "image/png" }));
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, [PICTURE.toString("base64"), name] as const);
}

function messagesSent(person: Person): number {
  return person.sent.filter((frame) => frame.includes('"msg.send"')).length;
}

describe("a visitor and an agent in two browsers", () => {
  it("chat both ways, with typing and marks of what was sent, delivered and read", async () => {
    const { widget } = await chat("你好，我的茶什么时候到？");
    await widget.line("你好，我的茶什么时候到？").locator(".tick.read").waitFor();

    await widget.field.pressSequentially("还有");
    await desk.page.locator('[data-typing="visitor"]').waitFor();
    await widget.field.fill("");
    await desk.field.pressSequentially("您好，明");
    await widget.panel.locator(".typing").waitFor();
    await desk.field.fill("您好，明天送到。");
    await desk.field.press("Enter");

    await widget.line("您好，明天送到。").waitFor();
    await widget.panel.locator(".typing").waitFor({ state: "detached" });
    await desk.message("您好，明天送到。").locator('[data-delivery="read"]').waitFor();
    await widget.send("谢谢！");
    await desk.message("谢谢！").waitFor();
    expect(await widget.texts()).toEqual(["你好，我的茶什么时候到？", "您好，明天送到。", "谢谢！"]);
    expect(await desk.texts()).toEqual(["你好，我的茶什么时候到？", "您好，明天送到。", "谢谢！"]);
  });

  it("appear in the list of tickets by themselves, newest first", async () => {
    await desk.page.goto(`${node.url}/?view=all`);
    await desk.page.locator(".list-pane").waitFor();
    const visitor = await newVisitor();
    const widget = await (await Widget.onDemo(await visitor.page(), node.url)).open();
    await widget.send("a new conversation");
    const row = desk.row(await ticketOf("a new conversation"));
    await row.waitFor();
    await desk.page.mouse.move(1_000, 500);
    await widget.send("and its second message");

    await row.getByText("and its second message").waitFor();
    expect(await desk.rows.first().getAttribute("data-ticket")).toBe(await row.getAttribute("data-ticket"));
  });

  it("never share a note", async () => {
    const { visitor, widget } = await chat("is this private?");
    await desk.send("这位客人上周投诉过", "note");
    await desk.message("这位客人上周投诉过").and(desk.page.locator('[data-direction="note"]')).waitFor();
    await desk.send("an open word");
    await widget.line("an open word").waitFor();
    await widget.page.reload();
    await widget.open();
    await widget.line("an open word").waitFor();

    expect(await widget.panel.locator("body").innerText()).not.toContain("投诉");
    expect(visitor.received.length).toBeGreaterThan(0);
    expect(visitor.received.join("\n")).not.toMatch(/投诉|\\u6295\\u8bc9|note/);
  });

  it("see status, priority, assignee and tags change", async () => {
    const { widget, number } = await chat("please take care");
    await desk.page.getByRole("button", { name: /Take it|由我处理|我来|接手|领取/ }).click();
    await widget.panel.locator(".header .presence", { hasText: "Admin" }).waitFor();
    await desk.choose("priority", /Urgent|紧急/);
    await desk.choose("status", /Pending|等待|待/);
    await desk.page.locator(".tags-input").fill("退款");
    await desk.page.locator(".tags-input").press("Enter");

    const ticket = await eventually("all changes to be stored", async () => {
      const now = await node.api.get<Ticket>(`/tickets/${number}`);
      return now.tags.length > 0 && now.status === "pending" && now.priority === "urgent" ? now : undefined;
    });
    expect(ticket).toMatchObject({ tags: ["退款"], assignee: expect.any(String) });
    await desk.row(number).getByText("退款").waitFor();
  });

  it("go on after the conversation was solved: writing reopens it", async () => {
    const { widget, number } = await chat("thank you");
    await desk.page.locator(".button-solve").click();
    await widget.panel.locator(".log .system", { hasText: "已解决" }).waitFor();
    await widget.send("one more question");
    const ticket = await eventually("the ticket to be open", async () => {
      const now = await node.api.get<Ticket>(`/tickets/${number}`);
      return now.status === "open" ? now : undefined;
    });
    expect(ticket.messageCount).toBe(2);
    await desk.row(number).waitFor();
    await widget.panel.locator(".log .system", { hasText: "已解决" }).waitFor({ state: "detached" });
  });

  it("exchange pictures, pasted and chosen", async () => {
    const { widget } = await chat("look at this");
    await pastePicture(widget.field, "damage.png");
    await widget.panel.locator(".upload img").waitFor();
    await eventually("the upload", async () => (await widget.panel.locator('.send[aria-disabled="false"]').count()) === 1);
    await widget.field.press("Enter");
    await loaded(desk.log.locator('[data-direction="inbound"] .picture img'));
    await loaded(widget.panel.locator(".log .line.visitor .picture img"));
    await seen(widget);

    await desk.page.locator('.composer input[type="file"]').setInputFiles({ name: "label.png", mimeType: "image/png", buffer: PICTURE });
    await desk.page.locator(".upload-ready").waitFor();
    await desk.field.press("Enter");
    await loaded(widget.panel.locator(".log .line.agent .picture img"));
    await pastePicture(desk.field, "pasted.png");
    await desk.page.locator(".upload-ready").waitFor();
    await desk.field.fill("and this one");
    await desk.field.press("Enter");
    await expect.poll(() => widget.panel.locator(".log .line.agent .picture img").count()).toBe(2);
  });
});

describe("a visitor", () => {
  it("in two tabs has one conversation", async () => {
    const { visitor, widget, number } = await chat("from the first tab");
    const second = await (await Widget.onDemo(await visitor.page(), node.url)).open();
    await second.line("from the first tab").waitFor();
    await second.send("from the second tab");
    await widget.line("from the second tab").waitFor();
    await seen(widget);
    await desk.send("to both");
    await Promise.all([widget.line("to both").waitFor(), second.line("to both").waitFor()]);

    const texts = ["from the first tab", "from the second tab", "to both"];
    for (const tab of [widget, second]) expect(await tab.texts()).toEqual(texts);
    expect((await node.api.messages(number)).map((message) => message.text)).toEqual(texts);
  });

  it("without a network keeps the words, and sends them once", async () => {
    const { visitor, widget, number } = await chat("still online", { proxy: line.proxy });
    line.cut();
    await visitor.context.setOffline(true);
    await widget.panel.locator(".banner").waitFor();
    await widget.send("written in a tunnel");
    await widget.send("and another line");
    await widget.panel.locator(".log .pending", { hasText: "and another line" }).waitFor();
    expect((await node.api.messages(number)).map((message) => message.text)).toEqual(["still online"]);

    line.mend();
    await visitor.context.setOffline(false);
    await desk.message("and another line").waitFor({ timeout: 30_000 });
    await widget.panel.locator(".pending").first().waitFor({ state: "detached" });
    const texts = ["still online", "written in a tunnel", "and another line"];
    expect(await widget.texts()).toEqual(texts);
    expect((await node.api.messages(number)).map((message) => message.text)).toEqual(texts);
    visitor.pardon(LINE_DOWN);
  });

  it("whose line breaks keeps the words over a reload of the page, and sends them once", async () => {
    const { visitor, widget, number } = await chat("before the reload", { proxy: line.proxy });
    await desk.send("noted");
    await widget.line("noted").waitFor();
    line.cut();
    await widget.panel.locator(".banner").waitFor();
    await widget.send("kept in the browser");
    await widget.panel.locator(".log .pending", { hasText: "kept in the browser" }).waitFor();
    line.mend();
    await widget.page.reload();

    // The launcher has something to send and so loads the panel by itself.
    await desk.message("kept in the browser").waitFor({ timeout: 30_000 });
    await widget.open();
    const texts = ["before the reload", "noted", "kept in the browser"];
    await expect.poll(() => widget.texts()).toEqual(texts);
    expect((await node.api.messages(number)).map((message) => message.text)).toEqual(texts);
    visitor.pardon(LINE_DOWN);
  });

  it("finds a draft again after a reload", async () => {
    const { widget } = await chat("a conversation");
    await widget.field.fill("half a sen");
    await eventually("the draft to be stored", () => widget.page.evaluate(() => localStorage.getItem("tributary:web:draft") !== null));
    await widget.page.reload();
    await widget.open();
    expect(await widget.field.inputValue()).toBe("half a sen");
  });

  it("answers the questions before the chat, on a shop's own site", async () => {
    const visitor = await newVisitor();
    const page = await visitor.page();
    await page.goto(`${shop.url}/?inbox=form`);
    const widget = await new Widget(page).open();
    const form = widget.panel.locator(".prechat");
    await form.locator('[name="name"]').fill("韩梅梅");
    await form.locator('[name="email"]').fill("not an address");
    await form.locator("button.primary").click();
    await form.locator(".field-error").waitFor();
    await form.locator('[name="email"]').fill("han@example.cn");
    await form.locator('[name="topic"]').selectOption("退款");
    await form.locator("button.primary").click();
    await widget.field.waitFor();
    await widget.send("I would like my money back");

    const number = await ticketOf("I would like my money back");
    const ticket = await node.api.get<Ticket>(`/tickets/${number}`);
    expect(ticket.inbox).toBe("form");
    const contact = await node.api.get<Contact>(`/contacts/${ticket.contact.id}`);
    expect(contact).toMatchObject({ name: "韩梅梅", fields: { email: "han@example.cn", topic: "退款" } });
    await desk.openTicket(number);
    for (const answer of ["韩梅梅", "han@example.cn", "退款"]) await desk.page.locator(".context-pane").getByText(answer).first().waitFor();
    expect(visitor.complaints).toEqual([]);

    await page.reload();
    await new Widget(page).open();
    await widget.line("I would like my money back").waitFor();
    expect(await form.count()).toBe(0);
  });
});

describe("an input method", () => {
  it("does not send by the Enter that takes a candidate, in the widget", async () => {
    const { visitor, widget } = await chat("拼音");
    const before = messagesSent(visitor);
    await widget.field.focus();
    await composeAndTake(widget.page, "nihao", "你好");
    await expect.poll(() => widget.field.inputValue()).toBe("你好");
    expect(messagesSent(visitor)).toBe(before);
    expect(await widget.texts()).toEqual(["拼音"]);

    await widget.field.press("Enter");
    await desk.message("你好").waitFor();
    expect(messagesSent(visitor)).toBe(before + 1);
  });

  it("does not send by the Enter that takes a candidate, in the console", async () => {
    const { widget, number } = await chat("pinyin");
    await desk.field.focus();
    await composeAndTake(desk.page, "zaijian", "再见");
    await expect.poll(() => desk.field.inputValue()).toBe("再见");
    expect(await node.api.messages(number)).toHaveLength(1);

    await desk.field.press("Enter");
    await widget.line("再见").waitFor();
    expect(await node.api.messages(number)).toHaveLength(2);
  });
});

describe("an agent", () => {
  it("finds drafts of reply and note again after a reload", async () => {
    const { widget } = await chat("draft, please");
    await desk.page.locator('[data-tab="note"]').click();
    await desk.field.fill("a note to be");
    await desk.page.locator('[data-tab="reply"]').click();
    await desk.field.fill("a reply to be");
    await desk.page.reload();
    await desk.field.waitFor();
    expect(await desk.field.inputValue()).toBe("a reply to be");
    await desk.page.locator('[data-tab="note"]').click();
    expect(await desk.field.inputValue()).toBe("a note to be");
    await desk.field.fill("");
    await desk.page.locator('[data-tab="reply"]').click();
    await desk.field.fill("");
    expect(await widget.texts()).toEqual(["draft, please"]);
  });

  it("sees a colleague in the same ticket", async () => {
    const { number } = await chat("who is there?");
    await node.api.post("/agents", { name: "小李", email: "li@example.com", password: "yet four other words", role: "supervisor" });
    const colleague = await chromium.person();
    visitors.push(colleague);
    const other: Page = await colleague.page();
    const theirs = await Console.logIn(other, node.url, { email: "li@example.com", password: "yet four other words" });
    await theirs.openTicket(number);
    await desk.page.locator('[data-viewers="viewing"]', { hasText: "小李" }).waitFor();
    await theirs.field.pressSequentially("me");
    await desk.page.locator('[data-viewers="composing"]', { hasText: "小李" }).waitFor();
  });
});

it("nothing of this made a page complain", () => {
  agent.pardon(NOBODY);
  expect(agent.complaints).toEqual([]);
});
