import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../src/eventually.ts";
import { MailLine } from "../src/mailLine.ts";
import { NameServer } from "../src/nameServer.ts";
import { freePort, TributaryNode } from "../src/node.ts";
import type { Message } from "../src/rest.ts";

interface MailMessage extends Message {
  readonly mail: { readonly trust: { readonly level: string } } | null;
}

const SUPPORT = "support@example.com";

let names: NameServer;
let node: TributaryNode;
let smtp: number;

beforeAll(async () => {
  const records = (domain: string): Record<string, string> => ({ [domain]: "v=spf1 ip4:192.0.2.9 -all", [`_dmarc.${domain}`]: "v=DMARC1; p=reject" });
  names = await NameServer.start({ ...records("bank.example"), ...records("shop.example") });
  smtp = await freePort();
  node = await TributaryNode.start({
    name: "mail-senders",
    inboxes: [{ name: "support", connector: "email", address: SUPPORT, authentication: { "name-servers": [names.address], timeout: "30s" } }],
    // Behind a load balancer a test can come from any address.
    config: { smtp: { host: "127.0.0.1", port: smtp, "lmtp-port": "off", "proxy-protocol": ["127.0.0.0/8"] } },
  });
});
afterAll(async () => { names?.end(); await node?.end(); });

let count = 0;

/** Sends a mail as a host with this address would. */
async function sendFrom(host: string, domain: string, words: string): Promise<string> {
  count += 1;
  const line = MailLine.dial(smtp);
  line.write(`PROXY TCP4 ${host} 127.0.0.1 40000 25\r\n`);
  await line.reply();
  for (const command of [`EHLO mx.${domain}`, `MAIL FROM:<li@${domain}>`, `RCPT TO:<${SUPPORT}>`, "DATA"]) expect(await line.say(command)).toMatch(/^[23]/);
  line.write(`From: Li <li@${domain}>\r\nSubject: ${words}\r\nMessage-ID: <${count}@${domain}>\r\n\r\n${words}\r\n`);
  const answer = await line.say(".");
  line.end();
  return answer;
}

async function levelOf(words: string): Promise<string | undefined> {
  return eventually(`the message "${words}"`, async () => {
    const ticket = (await node.api.tickets()).find((one) => one.subject === words);
    if (ticket === undefined) return undefined;
    const [message] = await node.api.messages(ticket.number) as readonly MailMessage[];
    return message?.mail?.trust.level;
  });
}

describe("whoever sends mail", () => {
  it("is checked, and a host that may not send for the domain fails", async () => {
    expect(await sendFrom("192.0.2.9", "bank.example", "from the bank")).toMatch(/^250/);
    expect(await sendFrom("198.51.100.7", "bank.example", "from a thief")).toMatch(/^250/);

    expect(await levelOf("from the bank")).toBe("verified");
    expect(await levelOf("from a thief")).toBe("fail");
  });

  it("hears 250 while no name server answers, and is checked after a crash in between", async () => {
    names.isSilent = true;
    names.questions.length = 0;
    expect(await sendFrom("203.0.113.9", "shop.example", "while nobody answers")).toMatch(/^250/);
    expect(await sendFrom("127.0.0.1", "shop.example", "from here, after it")).toMatch(/^250/);
    await eventually("the name server to be asked", () => names.questions.length > 0);
    expect((await node.api.tickets()).map((ticket) => ticket.subject)).not.toContain("while nobody answers");

    await node.kill();
    names.isSilent = false;
    await node.run();

    expect(await levelOf("while nobody answers")).toBe("fail");
    expect(await levelOf("from here, after it")).toBe("none");
    const numbers = new Map((await node.api.tickets()).map((ticket) => [ticket.subject, ticket.number]));
    expect(numbers.get("while nobody answers")).toBeLessThan(numbers.get("from here, after it") ?? 0);
  });
});
