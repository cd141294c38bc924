import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WEB } from "../src/inboxes.ts";
import { freePort, TributaryNode } from "../src/node.ts";

const MAIL = { name: "support", connector: "email", address: "support@example.com", receive: "smtp", send: { host: "127.0.0.1", port: 1 } } as const;

let node: TributaryNode;
let taken: Server;
let port: number;
beforeAll(async () => {
  node = await TributaryNode.prepare({ name: "commands" });
  port = await freePort();
  taken = createServer().listen(port, "127.0.0.1");
});
afterAll(async () => {
  taken?.close();
  await node?.end();
});

/** Runs a command on a configuration of its own. */
async function run(command: string, config: Readonly<Record<string, unknown>>): Promise<{ code: number | null; said: string }> {
  node.configure({ name: "commands", inboxes: [WEB], config }, "data");
  const code = await node.command(command);
  return { code, said: node.log };
}

const smtp = async (): Promise<object> => ({ host: "127.0.0.1", port: await freePort(), "lmtp-port": await freePort() });
const free = async (): Promise<object> => ({ http: { host: "127.0.0.1", port: await freePort() }, management: { host: "127.0.0.1", port: await freePort() } });

describe("run", () => {
  it("names an unknown key and the one that was meant: exit 3", async () => {
    const { code, said } = await run("run", { http: { prot: 1 } });
    expect({ code, said }).toMatchObject({ code: 3, said: expect.stringContaining('http.prot: unknown key, found "1"; did you mean http.port?') });
  });

  it("names the key of an inbox that was meant, whoever reads it", async () => {
    const { code, said } = await run("run", { inboxes: [{ ...WEB, "reopen-witin": "7d" }] });
    expect({ code, said }).toMatchObject({ code: 3, said: expect.stringContaining("did you mean inboxes.web.reopen-within?") });
  });

  it("names the port that is taken: exit 4", async () => {
    const { code, said } = await run("run", { ...(await free()), http: { host: "127.0.0.1", port } });
    expect({ code, said }).toMatchObject({ code: 4, said: expect.stringContaining(`http: cannot listen on 127.0.0.1:${port}`) });
  });

  it("names the database that does not answer, without its password: exit 4", async () => {
    const { code, said } = await run("run", { ...(await free()), store: { postgres: `postgresql://u:sekret@127.0.0.1:${await freePort()}/db` } });
    expect({ code, said }).toMatchObject({ code: 4, said: expect.stringContaining("store.postgres: the database does not answer") });
    expect(said).not.toContain("sekret");
  });
});

describe("doctor", () => {
  it("finds nothing to do on a good machine: exit 0", async () => {
    const { code, said } = await run("doctor", { ...(await free()), smtp: await smtp(), inboxes: [WEB, MAIL] });
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/ok {4}smtp port[^]*ok {4}lmtp port[^]*ok {4}database/) });
  });

  it.each([["http", "http.port", "http", "port"], ["management", "management.port", "management", "port"], ["smtp", "smtp.port", "smtp", "port"], ["lmtp", "smtp.lmtp-port", "smtp", "lmtp-port"]] as const)(
    "names the fix for a %s port that is taken: exit 4", async (name, key, part, member) => {
      const ports: Record<string, object> = { ...(await free()), smtp: await smtp() };
      const { code, said } = await run("doctor", { ...ports, [part]: { ...ports[part], [member]: port }, inboxes: [WEB, MAIL] });
      expect({ code, said }).toMatchObject({ code: 4, said: expect.stringMatching(new RegExp(`FAIL  ${name} port: 127.0.0.1:${port} .*to fix: .*set ${key} `)) });
    });

  it("names what is wrong with an inbox: exit 3", async () => {
    const { code, said } = await run("doctor", { ...(await free()), inboxes: [{ name: "web", connector: "livchat" }] });
    expect({ code, said }).toMatchObject({ code: 3, said: expect.stringContaining("FAIL  inboxes: ") });
  });
});
