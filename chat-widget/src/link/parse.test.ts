import { describe, expect, it } from "vitest";
import conversation from "../../fixtures/conversation.json";
import errors from "../../fixtures/errors.json";
import messages from "../../fixtures/messages.json";
import session from "../../fixtures/session.json";
import { parse, parseAck, parseGrant, parseHistory } from "./parse";
import { Malformed, object } from "./shape";

interface Golden {
  readonly name: string;
  readonly direction: string;
  readonly frame: unknown;
}
const all = [...session, ...messages, ...conversation, ...errors] as readonly Golden[];
const fromServer = all.filter((g) => g.direction === "s2c");

describe("golden frames", () => {
  it.each(fromServer.map((g) => [g.name, g.frame] as const))("understands: %s", (_, frame) => {
    const [first, ...rest] = parse(JSON.stringify(frame));
    const raw = (Array.isArray(frame) ? frame[0] : frame) as { t: string; s?: number };

    expect(first?.t).toBe(["csat.ask", "ident.merged"].includes(raw.t) ? "skip" : raw.t);
    if (raw.s !== undefined) expect(first).toMatchObject({ s: raw.s });
    expect(rest).toHaveLength(Array.isArray(frame) ? frame.length - 1 : 0);
  });

  it("names every frame once and says where it goes", () => {
    expect(new Set(all.map((g) => g.name)).size).toBe(all.length);
    expect(new Set(all.map((g) => g.direction))).toEqual(new Set(["c2s", "s2c"]));
  });

  it("keeps everything of a resumed welcome", () => {
    const golden = fromServer.find((g) => g.name === "welcome of a resumed visitor");

    expect(parse(JSON.stringify(golden?.frame))[0]).toEqual({
      t: "welcome",
      re: 1,
      d: {
        vid: "v_9f", vtok: "secret-2", epoch: "e7", seq: 131, recovered: true, hb: 25,
        limits: { text: 4000, file: 20971520, types: ["image/*", "application/pdf"] },
        agents: { online: false }, conv: { id: "48213", status: "open", assignee: { name: "小王" } },
        known: ["c-01H"], form: null, read: { visitor: "m_126", agent: "m_127" },
      },
    });
  });

  it("reads the answers of requests", () => {
    const d = (name: string) => object((fromServer.find((g) => g.name === name)?.frame as { d: unknown }).d, "d");

    expect(parseAck(d("ok of msg.send"))).toEqual({ cid: "c-01J8Z7", mid: "m_901", at: "2026-01-01T00:00:00.123Z" });
    expect(parseGrant(d("ok of up.begin"))).toEqual({ up: "up_7Q2", url: "/u/web/up_7Q2?e=1767226200&s=sig", method: "PUT", headers: { "content-type": "image/png" } });
    expect(parseHistory(d("ok of hist.get"))).toMatchObject({ more: false, msgs: [{ mid: "m_499" }] });
  });
});

describe("frames that break their shape", () => {
  it.each([
    ["not JSON", "{"],
    ["not an object", "7"],
    ["null", "null"],
    ["no type", "{}"],
    ["d is an array", '{"t":"synced","d":[]}'],
    ["d is a string", '{"t":"synced","d":"x"}'],
    ["a durable push without position", '{"t":"msg.redact","d":{"mid":"m"}}'],
    ["a negative position", '{"t":"msg.redact","s":-1,"d":{"mid":"m"}}'],
    ["a broken position", '{"t":"msg.redact","s":1.5,"d":{"mid":"m"}}'],
    ["a position as string of an unknown type", '{"t":"later","s":"1","d":{}}'],
    ["an unknown author", '{"t":"msg.new","s":1,"d":{"mid":"m","by":{"k":"bot"},"text":"","att":[],"at":"x"}}'],
    ["text that is a number", '{"t":"msg.new","s":1,"d":{"mid":"m","by":{"k":"agent"},"text":1,"att":[],"at":"x"}}'],
    ["a reply to nothing", '{"t":"ok","d":{}}'],
    ["a welcome without limits", '{"t":"welcome","re":1,"d":{"vid":"v","vtok":"t","epoch":"e","seq":0,"recovered":true,"hb":25,"agents":{"online":true}}}'],
    ["an envelope inside a batch", '[{"t":"ping"},7]'],
    ["a batch of 51", JSON.stringify(Array.from({ length: 51 }, () => ({ t: "ping" })))],
  ])("refuses %s", (_, data) => {
    expect(() => parse(data)).toThrow(Malformed);
  });

  it("refuses a binary frame", () => {
    expect(() => parse(new ArrayBuffer(2))).toThrow(Malformed);
  });

  it("says where, what was expected and what was found", () => {
    expect(() => parse('{"t":"synced","d":{"seq":null}}')).toThrow("seq: expected a whole number, found null");
  });
});

describe("frames of the future", () => {
  it("ignores unknown types and members, and keeps the position", () => {
    expect(parse('{"t":"later","d":{"x":1}}')).toEqual([{ t: "ignored", name: "later" }]);
    expect(parse('{"t":"later","s":4,"d":{}}')).toEqual([{ t: "skip", s: 4, name: "later" }]);
    expect(parse('{"t":"synced","new":1,"d":{"seq":3,"more":true}}')).toEqual([{ t: "synced", d: { seq: 3 } }]);
  });

  it("takes null for an absent member", () => {
    expect(parse('{"t":"msg.new","s":1,"d":{"mid":"m","cid":null,"by":{"k":"system","name":null},"text":"","att":null,"at":"x"}}'))
      .toEqual([{ t: "msg.new", s: 1, d: { mid: "m", by: { k: "system" }, text: "", att: [], at: "x" } }]);
  });
});
