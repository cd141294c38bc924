import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Chromium, NOBODY, PHONE, shoot, sideways } from "../src/browser.ts";
import { Console } from "../src/console.ts";
import { VIP, WEB } from "../src/inboxes.ts";
import { freePort, TributaryNode } from "../src/node.ts";
import { post } from "../src/post.ts";
import { Visitor } from "../src/visitor.ts";

const ADDRESS = "support@example.com";
const CLERK = { name: "小王", email: "wang@example.com", password: "another four quiet words", role: "agent", inboxes: ["web"] } as const;

let node: TributaryNode;
let chromium: Chromium;
let smtp: number;

beforeAll(async () => {
  smtp = await freePort();
  node = await TributaryNode.start({
    name: "supervision",
    inboxes: [WEB, VIP, { name: "support", connector: "email", address: ADDRESS, send: { host: "127.0.0.1", port: await freePort() } }],
    config: { smtp: { host: "127.0.0.1", port: smtp, "lmtp-port": "off" } },
  });
  chromium = await Chromium.start();
});
afterAll(async () => { await chromium?.end(); await node?.end(); });

/** A bounce of a mail that was not sent from here: nobody but a person should decide about it. */
async function strangeBounce(words: string): Promise<void> {
  const report = [
    "From: MAILER-DAEMON@mx.example", `To: ${ADDRESS}`, "Subject: Undelivered Mail Returned to Sender", `Message-ID: <${words.replaceAll(" ", ".")}@mx.example>`,
    'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
    "--b", "Content-Type: text/plain", "", words,
    "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "", "Final-Recipient: rfc822; nobody@mx.example", "Action: failed", "Status: 5.1.1",
    "--b", "Content-Type: text/rfc822-headers", "", `From: ${ADDRESS}`, "To: nobody@mx.example", "Message-ID: <not.ours@elsewhere.example>",
    "--b--", "",
  ].join("\n");
  expect(await post(smtp, "", ADDRESS, report)).toMatch(/^250/);
}

describe("the holding pen", () => {
  it("shows what nobody could place, and does with it what a person decides", async () => {
    await strangeBounce("kept as it is");
    await strangeBounce("of no use");
    await expect.poll(async () => (await node.api.get<{ data: unknown[] }>("/quarantine")).data.length, { timeout: 10_000 }).toBe(2);

    const person = await chromium.person({ viewport: PHONE, hasTouch: true });
    const page = await person.page();
    await Console.logIn(page, node.url);
    await page.goto(`${node.url}/pen`);
    const cards = page.locator("[data-parked]");
    await expect.poll(() => cards.count()).toBe(2);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await shoot(page, "pen-zh-CN-360");

    // Another try fails as the first did: the entry comes back and is not lost.
    await cards.first().getByRole("button", { name: "重新处理" }).click();
    await expect.poll(async () => (await node.api.get<{ data: { tries: number }[] }>("/quarantine")).data.map(({ tries }) => tries).sort(), { timeout: 10_000 }).toEqual([1, 2]);
    await page.getByRole("button", { name: "刷新" }).click();
    await expect.poll(() => cards.count()).toBe(2);

    await cards.first().getByRole("button", { name: "按原样接受" }).click();
    await expect.poll(() => cards.count()).toBe(1);
    await cards.getByRole("button", { name: "丢弃" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "丢弃" }).click();
    await expect.poll(() => cards.count()).toBe(0);
    expect(await node.api.get("/quarantine")).toMatchObject({ data: [] });
    await expect.poll(() => node.api.tickets(), { timeout: 10_000 }).toEqual([expect.objectContaining({ inbox: "support" })]);
    person.pardon(NOBODY);
    expect(person.complaints).toEqual([]);
    await person.close();
  });
});

describe("an agent whose rights change", () => {
  it("loses an inbox's tickets from the open page, and has them again", async () => {
    const visitor = await Visitor.connect(node.url);
    await visitor.say("in the shop");
    const number = await visitor.ticket();
    const { id } = await node.api.post<{ id: string }>("/agents", CLERK);
    const person = await chromium.person();
    const page = await person.page();
    const desk = await Console.logIn(page, node.url, CLERK);
    await desk.row(number).waitFor();

    await node.api.patch(`/agents/${id}`, { inboxes: ["vip"] });
    await desk.row(number).waitFor({ state: "detached", timeout: 8_000 });
    await shoot(page, "rights-taken-zh-CN-1440");
    await node.api.patch(`/agents/${id}`, { inboxes: ["web", "vip"] });
    await desk.row(number).waitFor({ timeout: 8_000 });

    await visitor.say("and seen by the clerk");
    await desk.row(number).getByText("and seen by the clerk").waitFor();
    await page.reload();
    await desk.row(number).waitFor();
    visitor.close();
    await person.close();
  });
});
