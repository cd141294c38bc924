import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../src/eventually.ts";
import { freePort, TributaryNode } from "../src/node.ts";
import { post, Relay } from "../src/post.ts";
import type { List, Message, Ticket } from "../src/rest.ts";

interface MailMessage extends Message {
  readonly reply: string;
  readonly html: string | null;
  readonly mail: { readonly automatic: string; readonly to: readonly { readonly address: string }[] } | null;
  readonly threading: { readonly rule: string } | null;
}

const ADDRESS = "support@example.com";

let node: TributaryNode;
let relay: Relay;
let smtp: number;

beforeAll(async () => {
  relay = await Relay.start();
  smtp = await freePort();
  node = await TributaryNode.start({
    name: "mail",
    inboxes: [{ name: "support", connector: "email", address: ADDRESS, send: { host: "127.0.0.1", port: relay.port } }],
    config: { smtp: { host: "127.0.0.1", port: smtp, "lmtp-port": "off" } },
  });
});
afterAll(async () => { relay?.end(); await node?.end(); });

let count = 0;

/** A mail as a person's program writes it. */
function letter(from: string, words: string, fields: Readonly<Record<string, string>> = {}): string {
  count += 1;
  const head = { From: from, To: ADDRESS, Subject: "Where is my order?", "Message-ID": `<m${count}@mail.example>`, ...fields };
  return `${Object.entries(head).map(([name, value]) => `${name}: ${value}`).join("\n")}\n\n${words}\n`;
}

async function tickets(): Promise<readonly Ticket[]> {
  return (await node.api.get<List<Ticket>>("/tickets?limit=100")).data;
}

async function messages(number: number): Promise<readonly MailMessage[]> {
  return (await node.api.get<List<MailMessage>>(`/tickets/${number}/messages`)).data;
}

async function messageWith(words: string): Promise<MailMessage> {
  return eventually(`a message with "${words}"`, async () => {
    for (const ticket of await tickets()) {
      const found = (await messages(ticket.number)).find((message) => message.text.includes(words));
      if (found !== undefined) return found;
    }
    return undefined;
  });
}

describe("mail", () => {
  it("becomes a ticket, is answered by mail, and goes on in the same ticket", async () => {
    expect(await post(smtp, "li@mail.example", ADDRESS, letter("Li Lei <li@mail.example>", "It did not come."))).toMatch(/^250/);
    const first = await messageWith("It did not come.");
    expect(first.mail?.automatic).toBe("human");

    await node.api.post(`/tickets/${first.ticket}/messages`, { kind: "reply", text: "It left yesterday.", force: true });
    const answer = await eventually("the answer at the relay", () => relay.mails.find((mail) => mail.text.includes("It left yesterday.")));
    expect(answer.recipients).toEqual(["li@mail.example"]);
    expect(answer.head["in-reply-to"]).toBe(first.externalId === null ? "" : `<${first.externalId}>`);
    expect(answer.head["references"]).toContain(`<${first.externalId}>`);
    expect(answer.head["reply-to"]).toMatch(/support\+c\d+\.1\.[a-z2-7]{16}@example\.com/);
    expect(answer.head["from"]).toContain(ADDRESS);
    expect(answer.head["date"]).toBeDefined();

    const ours = answer.head["message-id"] ?? "";
    const quoted = "Thank you!\n\nOn Sun, Nov 22, 2026 at 10:20 AM Support <support@example.com> wrote:\n> It left yesterday.";
    expect(await post(smtp, "li@mail.example", ADDRESS, letter("Li Lei <li@mail.example>", quoted, { "In-Reply-To": ours }))).toMatch(/^250/);
    const third = await messageWith("Thank you!");
    expect(third.ticket).toBe(first.ticket);
    expect(third.threading?.rule).toBe("in-reply-to");
    expect(third.reply).toBe("Thank you!");
    expect(third.text).toContain("> It left yesterday.");

    await post(smtp, "eve@other.example", ADDRESS, letter("Eve <eve@other.example>", "I guessed your id.", { "In-Reply-To": ours }));
    const stranger = await messageWith("I guessed your id.");
    expect(stranger.ticket).not.toBe(first.ticket);

    const signed = /<(.+)>/.exec(answer.head["reply-to"] ?? "")?.[1] ?? "";
    await post(smtp, "colleague@mail.example", signed, letter("Colleague <colleague@mail.example>", "I was asked to answer."));
    const colleague = await messageWith("I was asked to answer.");
    expect(colleague.ticket).toBe(first.ticket);
    expect(colleague.threading?.rule).toBe("plus-address");
  });

  it("is stored once however often it comes", async () => {
    const mail = letter("Twice <twice@mail.example>", "sent twice");
    await post(smtp, "twice@mail.example", ADDRESS, `Received: from a by b\n${mail}`);
    await post(smtp, "twice@mail.example", ADDRESS, `Received: from c by d\n${mail}`);
    const found = await messageWith("sent twice");
    await post(smtp, "last@mail.example", ADDRESS, letter("Last <last@mail.example>", "after both"));
    await messageWith("after both");

    expect((await tickets()).filter((ticket) => ticket.contact.name === "Twice")).toHaveLength(1);
    expect((await messages(found.ticket)).filter((message) => message.text.includes("sent twice"))).toHaveLength(1);
  });

  it("from a machine is kept, and a bounce marks the message it is about", async () => {
    await post(smtp, "gone@mail.example", ADDRESS, letter("Gone <gone@mail.example>", "please answer me"));
    const asked = await messageWith("please answer me");
    await node.api.post(`/tickets/${asked.ticket}/messages`, { kind: "reply", text: "here you are", force: true });
    const answer = await eventually("the answer at the relay", () => relay.mails.find((mail) => mail.text.includes("here you are")));
    const before = relay.mails.length;

    const report = [
      "From: MAILER-DAEMON@mx.example", `To: ${answer.sender}`, "Subject: Undelivered Mail Returned to Sender", "MIME-Version: 1.0",
      "Message-ID: <bounce1@mx.example>", 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
      "--b", "Content-Type: text/plain", "", "It could not be delivered.", "", "--b", "Content-Type: message/delivery-status", "",
      "Reporting-MTA: dns; mx.example", "", "Final-Recipient: rfc822; gone@mail.example", "Action: failed", "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 no such user", "", "--b--", "",
    ].join("\n");
    expect(await post(smtp, "", answer.sender, report)).toMatch(/^250/);
    const failed = await eventually("the delivery to have failed", async () => (await messages(asked.ticket)).find((message) => message.delivery?.state === "failed"));
    expect(failed.delivery?.reason).toContain("5.1.1");

    await post(smtp, "gone@mail.example", ADDRESS, letter("Gone <gone@mail.example>", "I am on holiday", { "Auto-Submitted": "auto-replied", "In-Reply-To": answer.head["message-id"] ?? "" }));
    const holiday = await messageWith("I am on holiday");
    expect(holiday.ticket).toBe(asked.ticket);
    expect(holiday.mail?.automatic).toBe("auto-reply");
    expect(relay.mails).toHaveLength(before);
  });

  it("is refused in SMTP's words when nobody here has the address", async () => {
    expect(await post(smtp, "li@mail.example", "nobody@example.com", letter("a@mail.example", "x"))).toMatch(/^550 5\.1\.1/);
    expect(await post(smtp, "li@mail.example", "li@elsewhere.example", letter("a@mail.example", "x"))).toMatch(/^550 5\.7\.1/);
  });

  it("can be read as it came", async () => {
    await post(smtp, "raw@mail.example", ADDRESS, letter("Raw <raw@mail.example>", "the whole of it", { "X-Extra": "kept" }));
    const message = await messageWith("the whole of it");
    const raw = await fetch(`${node.url}/api/v1/messages/${message.id}/raw`, { headers: { authorization: "Bearer browser-tests-token-0123456789abcdef" } });
    expect(raw.headers.get("content-type")).toContain("text/plain");
    expect(await raw.text()).toContain("X-Extra: kept");
  });
});
