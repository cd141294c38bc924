import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../src/eventually.ts";
import { createServer } from "node:http";
import { ADMIN, freePort, TributaryNode } from "../src/node.ts";
import { png } from "../src/picture.ts";
import { post, Relay } from "../src/post.ts";
import type { List, Message, Ticket } from "../src/rest.ts";

interface MailMessage extends Message {
  readonly reply: string;
  readonly html: string | null;
  readonly mail: { readonly automatic: string; readonly to: readonly { readonly address: string }[]; readonly answerTo: readonly { readonly address: string }[]; readonly forwardedBy: { readonly address: string } | null; readonly trust: { readonly level: string } } | null;
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
    inboxes: [{
      name: "support", connector: "email", address: ADDRESS, send: { host: "127.0.0.1", port: relay.port },
      authentication: { "authserv-ids": ["mx.test"] },
    }],
    config: { smtp: { host: "127.0.0.1", port: smtp, "lmtp-port": "off" }, "remote-pictures": { allow: ["127.0.0.0/8"] } },
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

  it("that an agent passes on is its author's, and a stranger's forward is the stranger's", async () => {
    const copied = (words: string): string => ["Please take this.", "", "---------- Forwarded message ---------", "From: Zhao Lei <zhao@lamp.example>",
      "Date: Fri, Jan 2, 2026 at 10:20 AM", "Subject: broken lamp", "To: <shop@example.com>", "", words].join("\n");
    await post(smtp, ADMIN.email, ADDRESS, letter(`Agent <${ADMIN.email}>`, copied("My lamp is broken."), { Subject: "Fwd: broken lamp" }));
    const passedOn = await messageWith("My lamp is broken.");
    expect(passedOn.author.name).toBe("Zhao Lei");
    expect(passedOn.reply).toBe("My lamp is broken.");
    expect(passedOn.mail?.forwardedBy?.address).toBe(ADMIN.email);
    expect(passedOn.mail?.trust.level).toBe("none");
    expect(passedOn.mail?.answerTo.map((one) => one.address)).toEqual(["zhao@lamp.example"]);

    await post(smtp, "eve@other.example", ADDRESS, letter("Eve <eve@other.example>", copied("I pass this on."), { Subject: "Fwd: broken lamp" }));
    const strangers = await messageWith("I pass this on.");
    expect(strangers.author.name).toBe("Eve");
    expect(strangers.mail?.forwardedBy).toBeNull();
  });

  it("does not lead the answer where a forger wants it", async () => {
    const results = { "Authentication-Results": "mx.test; dmarc=fail (p=reject) header.from=bank.example", "Reply-To": "thief@other.example" };
    await post(smtp, "thief@other.example", ADDRESS, letter("Bank <info@bank.example>", "please pay again", results));
    const forged = await messageWith("please pay again");
    expect(forged.mail?.trust.level).toBe("fail");
    expect(forged.mail?.answerTo.map((one) => one.address)).toEqual(["info@bank.example"]);

    await node.api.post(`/tickets/${forged.ticket}/messages`, { kind: "reply", text: "did you write this", force: true });
    const asked = await eventually("the question at the relay", () => relay.mails.find((mail) => mail.text.includes("did you write this")));
    expect(asked.recipients).toEqual(["info@bank.example"]);
  });

  it("is not written to an address that bounced or that somebody put on the list, until it is lifted", async () => {
    const { data } = await node.api.get<List<{ id: string; address: string; reason: string }>>("/suppressions");
    expect(data.map(({ address, reason }) => [address, reason])).toContainEqual(["gone@mail.example", "hard-bounce"]);

    await post(smtp, "quiet@mail.example", ADDRESS, letter("Quiet <quiet@mail.example>", "do not write to me"));
    const asked = await messageWith("do not write to me");
    const added = await node.api.post<{ id: string }>("/suppressions", { address: "Quiet@Mail.example", note: "asked us to" });
    const refused = await node.api.post<MailMessage>(`/tickets/${asked.ticket}/messages`, { kind: "reply", text: "but I do", force: true });
    expect(refused.delivery).toMatchObject({ state: "failed", reason: "suppressed: manual (quiet@mail.example)" });

    expect((await node.api.call("DELETE", `/suppressions/${added.id}`)).status).toBe(204);
    await node.api.post(`/tickets/${asked.ticket}/messages`, { kind: "reply", text: "now I may", force: true });
    await eventually("the answer at the relay", () => relay.mails.find((mail) => mail.text.includes("now I may")));
    expect(relay.mails.some((mail) => mail.text.includes("but I do"))).toBe(false);
  });

  it("is not written to somebody who complained, if the complaint proves that it is about a mail of ours", async () => {
    const complaint = (about: string, id: string): string => [
      "From: abuse@provider.example", `To: ${ADDRESS}`, "Subject: complaint", "MIME-Version: 1.0", `Message-ID: <${id}@provider.example>`,
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"', "", "--b", "Content-Type: text/plain", "", "This is an abuse report.", "",
      "--b", "Content-Type: message/feedback-report", "", "Feedback-Type: abuse", "User-Agent: Test/1.0", "Version: 1", "Original-Rcpt-To: <angry@mail.example>", "",
      "--b", "Content-Type: message/rfc822", "", `From: ${ADDRESS}`, "To: angry@mail.example", `Message-ID: ${about}`, "Subject: Re: x", "", "words", "", "--b--", "",
    ].join("\n");
    const listed = async (): Promise<readonly (readonly [string, string])[]> =>
      (await node.api.get<List<{ address: string; reason: string }>>("/suppressions")).data.map(({ address, reason }) => [address, reason] as const);
    await post(smtp, "angry@mail.example", ADDRESS, letter("Angry <angry@mail.example>", "what is this"));
    const asked = await messageWith("what is this");
    await node.api.post(`/tickets/${asked.ticket}/messages`, { kind: "reply", text: "this is an answer", force: true });
    const answer = await eventually("the answer at the relay", () => relay.mails.find((mail) => mail.text.includes("this is an answer")));

    expect(await post(smtp, "", ADDRESS, complaint("<c1.m1.forged@example.com>", "arf1"))).toMatch(/^250/);
    expect(await post(smtp, "", ADDRESS, complaint(answer.head["message-id"] ?? "", "arf2"))).toMatch(/^250/);
    await eventually("the address on the list", async () => (await listed()).some(([address, reason]) => address === "angry@mail.example" && reason === "complaint"));

    const refused = await node.api.post<MailMessage>(`/tickets/${asked.ticket}/messages`, { kind: "reply", text: "once more", force: true });
    expect(refused.delivery).toMatchObject({ state: "failed", reason: "suppressed: complaint (angry@mail.example)" });
    const reports = (await Promise.all((await tickets()).filter((ticket) => ticket.subject === "complaint").map((ticket) => messages(ticket.number)))).flat();
    expect(reports.map((message) => message.mail?.automatic)).toEqual(["complaint", "complaint"]);
  });

  it("is not believed to be a complaint without that proof", async () => {
    const before = (await node.api.get<List<unknown>>("/suppressions")).data.length;
    const report = [
      "From: abuse@provider.example", `To: ${ADDRESS}`, "Subject: unproved", "MIME-Version: 1.0", "Message-ID: <arf3@provider.example>",
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"', "", "--b", "Content-Type: message/feedback-report", "",
      "Feedback-Type: abuse", "Version: 1", "Original-Rcpt-To: <innocent@mail.example>", "", "--b--", "",
    ].join("\n");
    await post(smtp, "", ADDRESS, report);
    await eventually("the report", async () => (await tickets()).some((ticket) => ticket.subject === "unproved"));
    expect((await node.api.get<List<unknown>>("/suppressions")).data).toHaveLength(before);
  });

  it("shows pictures from elsewhere through the node, and no tracking pixel", async () => {
    const asked: string[] = [];
    const far = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.cookie ?? ""}`);
      if (request.url === "/away.png") response.writeHead(302, { location: "http://10.0.0.1/x.png" }).end();
      else response.writeHead(200, { "content-type": request.url === "/page.png" ? "text/html" : "image/png" }).end(png(8, 8, [9, 9, 9]));
    });
    await new Promise<void>((resolve) => { far.listen(0, "127.0.0.1", resolve); });
    const at = `http://127.0.0.1:${(far.address() as { port: number }).port}`;
    const html = `<p>look at this</p><img src="${at}/good.png" width="80"><img src="${at}/away.png" width="80"><img src="${at}/page.png" width="80"><img src="${at}/pixel.gif" width="1" height="1">`;
    await post(smtp, "far@mail.example", ADDRESS, letter("Far <far@mail.example>", html, { "MIME-Version": "1.0", "Content-Type": "text/html; charset=utf-8" }));
    const message = await messageWith("look at this");
    expect(message.html).not.toContain("pixel.gif");

    const { data } = await node.api.get<List<{ source: string; url: string }>>(`/messages/${message.id}/pictures`);
    expect(data.map(({ source }) => source)).toEqual([`${at}/good.png`, `${at}/away.png`, `${at}/page.png`]);
    const answers = await Promise.all(data.map(({ url }) => fetch(`${node.url}${url}`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 502, 502]);
    expect(answers[0]?.headers.get("content-type")).toBe("image/png");
    expect((await fetch(`${node.url}${data[0]?.url.replace("&s=", "&s=x")}`)).status).toBe(404);
    expect(asked.sort()).toEqual(["/away.png ", "/good.png ", "/page.png "]);
    far.close();
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
