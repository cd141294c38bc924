import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Chromium, NOBODY, PHONE, type Person, shoot, sideways, WIDE } from "../src/browser.ts";
import { Console } from "../src/console.ts";
import { eventually } from "../src/eventually.ts";
import { WEB } from "../src/inboxes.ts";
import { ADMIN, TributaryNode } from "../src/node.ts";
import type { Api } from "../src/rest.ts";
import { Shop } from "../src/shop.ts";
import { Visitor } from "../src/visitor.ts";
import { Widget } from "../src/widget.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOCALES = [["en", "en-US"], ["zh-CN", "zh-CN"]] as const;
const SIZES = [["360", PHONE], ["1440", WIDE]] as const;
const VARIANTS = LOCALES.flatMap(([name, locale]) => SIZES.map(([width, viewport]) => ({ name, locale, width, viewport })));

let node: TributaryNode;
let chromium: Chromium;
let shop: Shop;
let setupLink = "";
let number = 0;

beforeAll(async () => {
  shop = await Shop.open(() => node.url);
  node = await TributaryNode.start({ name: "pages", withoutAdmin: true, inboxes: [{ ...WEB, origins: [shop.url] }] });
  chromium = await Chromium.start();
  setupLink = /http\S+\/setup#\S+/.exec(node.log)?.[0] ?? "";
});
afterAll(async () => {
  await chromium?.end();
  shop?.close();
  await node?.end();
});

async function inBrowser(variant: Pick<(typeof VARIANTS)[number], "locale" | "viewport">, work: (page: Page, person: Person) => Promise<void>): Promise<void> {
  const person = await chromium.person({ locale: variant.locale, viewport: variant.viewport, hasTouch: variant.viewport === PHONE });
  const page = await person.page();
  try {
    await work(page, person).catch(async (failure: unknown) => {
      await shoot(page, `pages-failed-${variant.locale}-${variant.viewport.width}`);
      throw failure;
    });
    person.pardon(NOBODY);
    expect(person.complaints).toEqual([]);
  } finally {
    await person.close();
  }
}

/** What a person with a screen reader or weak eyes could not use; `page` may be a frame of one. */
async function barriers(page: Page | Frame): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() => (window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(document, { resultTypes: ["violations"] }));
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((found) => `${id}: ${found.target.join(" ")} ${found.failureSummary ?? ""}`));
}

async function fits(page: Page): Promise<void> {
  expect(await sideways(page)).toBeLessThanOrEqual(0);
}

/** The panel's own document. */
async function panelOf(page: Page): Promise<Frame> {
  return eventually("the panel's frame", () => page.frames().find((frame) => frame.url().includes("/panel")));
}

/** Conversations as they come: short, long, without spaces, with a note. */
async function fill(api: Api): Promise<number> {
  const visitor = await Visitor.connect(node.url);
  await visitor.say("你好，我上周订的明前龙井到现在还没有收到，订单号 20260406-1182，麻烦帮我看一下物流。");
  const ticket = await visitor.ticket();
  await api.post(`/tickets/${ticket}/messages`, { kind: "note", text: "物流显示在杭州中转站停了三天。@仓库 请核实" });
  await api.post(`/tickets/${ticket}/messages`, { kind: "reply", text: "您好！很抱歉让您久等了。我们查到包裹在杭州中转，预计明天送达。\n\nhttps://track.example.com/20260406-1182", force: true });
  await visitor.say("好的，谢谢");
  await visitor.say(`https://example.com/${"a-very-long-path-without-a-space-".repeat(6)}`);
  await api.post(`/tickets/${ticket}/messages`, { kind: "reply", text: "不客气，祝您生活愉快。", force: true });
  await api.patch(`/tickets/${ticket}`, { priority: "high", tags: ["物流", "vip-customer"] });
  visitor.close();
  for (const text of ["Do you ship to Canada?", "退款什么时候到账？", "发票抬头写错了，可以重开吗", "Is the white tea caffeine free? I am asking for my grandmother, who is ninety-three years old and sleeps badly."]) {
    const other = await Visitor.connect(node.url);
    await other.say(text);
    other.close();
  }
  return ticket;
}

describe("the first start", () => {
  it("prints a link that makes the first administrator, once", async () => {
    expect(setupLink).not.toBe("");
    await inBrowser({ locale: "zh-CN", viewport: WIDE }, async (page) => {
      await page.goto(node.url);
      await page.locator(".entry").waitFor();
      await page.goto(setupLink);
      await page.locator('input[name="name"]').fill("林梅");
      await shoot(page, "setup-zh-CN-1440");
      expect(await barriers(page)).toEqual([]);
      await new Console(page).fillLogIn(ADMIN.email, ADMIN.password);
      await page.locator(".rail").waitFor();
      expect(page.url()).not.toContain("#");
    });
    await inBrowser({ locale: "en-US", viewport: PHONE }, async (page) => {
      await page.goto(setupLink);
      await page.getByText("Tributary is already set up.").waitFor();
      await fits(page);
    });
    const token = setupLink.split("#")[1];
    const again = await node.api.call("POST", "/setup", { token, email: "eve@example.com", name: "Eve", password: ADMIN.password });
    expect(again.status).toBe(403);
    number = await fill(await node.api.asAgent(ADMIN.email, ADMIN.password));
  });
});

describe.each(VARIANTS)("in $name at $width pixels", ({ name, locale, width, viewport }) => {
  const variant = { locale, viewport };
  const shot = (page: Page, what: string): Promise<void> => shoot(page, `${what}-${name}-${width}`);

  it("the log-in page tells a failure, and nobody is kept out", async () => {
    const person = await chromium.person(variant);
    const page = await person.page();
    await page.goto(node.url);
    const desk = new Console(page);
    await page.locator('input[name="email"]').waitFor();
    await shot(page, "login");
    await desk.fillLogIn(ADMIN.email, "wrong password");
    await page.getByRole("alert").filter({ hasText: name === "en" ? "E-mail or password is wrong." : /./ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(name);
    await fits(page);
    await shot(page, "login-failed");
    expect(await barriers(page)).toEqual([]);
    person.pardon(/401/);
    expect(person.complaints).toEqual([]);
    await person.close();
  });

  it("the console's pages fit and are open to everybody", async () => {
    await inBrowser(variant, async (page) => {
      const desk = await Console.logIn(page, node.url);
      await desk.row(number).waitFor();
      await fits(page);
      await shot(page, "list");
      expect(await barriers(page)).toEqual([]);

      await desk.openTicket(number);
      await desk.message("不客气").waitFor();
      await fits(page);
      await shot(page, "thread");
      expect(await barriers(page)).toEqual([]);

      if (viewport === PHONE) {
        await page.goto(`${node.url}/tickets/${number}?panel=person`);
        await page.locator(".person").waitFor();
        await fits(page);
        await shot(page, "person");
        expect(await barriers(page)).toEqual([]);
      }
      for (const path of ["pen", "suppressions", "inboxes", "agents", "system", "tokens"]) {
        await page.goto(`${node.url}/${path}`);
        await page.locator(".shell-content h1").first().waitFor();
        await page.locator(".spin").waitFor({ state: "detached" });
        await fits(page);
        await shot(page, path);
        expect(await barriers(page)).toEqual([]);
      }
    });
  });

  it("the widget's panel fits and is open to everybody", async () => {
    await inBrowser(variant, async (page) => {
      await page.goto(`${shop.url}/?lang=${name}`);
      const widget = await new Widget(page).open();
      await fits(page);
      await shot(page, "widget-greeting");
      await widget.send(name === "en" ? "Hello! When will my tea arrive?" : "你好！我的茶什么时候到？");
      await widget.panel.locator(".log .line.visitor:not(.pending) .tick").waitFor();
      const frame = await panelOf(page);
      expect(await frame.evaluate(() => document.documentElement.lang)).toBe(name);
      expect(await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await shot(page, "widget");
      expect(await barriers(frame)).toEqual([]);
      expect(await barriers(page)).toEqual([]);
    });
  });

  it("the demo shop fits", async () => {
    await inBrowser(variant, async (page) => {
      const widget = await Widget.onDemo(page, node.url);
      await page.evaluate((wanted) => (window as unknown as { tributary(...args: unknown[]): unknown }).tributary("boot", { locale: wanted }), name);
      await widget.launcher.waitFor();
      await fits(page);
      await shot(page, "demo");
      await widget.open();
      await shot(page, "demo-open");
      const frame = await panelOf(page);
      expect(await frame.evaluate(() => document.documentElement.lang)).toBe(name);
    });
  });
});

describe("the pages' policy", () => {
  it("lets no script or style from the page itself or elsewhere run", async () => {
    for (const path of ["/", "/w/web/panel"]) {
      const policy = (await fetch(node.url + path)).headers.get("content-security-policy") ?? "";
      expect({ path, policy }).toEqual({ path, policy: expect.stringMatching(/default-src '(self|none)'/) });
      // A mail's frame inherits the console's policy: attributes may style, elements may not.
      const strict = path === "/" ? policy.replace("style-src-attr 'unsafe-inline'", "") : policy;
      expect({ path, strict }).not.toEqual({ path, strict: expect.stringMatching(/unsafe-(inline|eval)|\*/) });
    }
  });

  it("lets only the inbox's sites frame the panel, and nobody the console", async () => {
    const of = async (path: string): Promise<string> => /frame-ancestors ([^;]*)/.exec((await fetch(node.url + path)).headers.get("content-security-policy") ?? "")?.[1] ?? "none given";
    expect(await of("/")).toBe("'none'");
    expect((await of("/w/web/panel")).split(" ").sort()).toEqual(["'self'", shop.url].sort());
  });
});
