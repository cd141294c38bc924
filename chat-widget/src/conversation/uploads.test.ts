import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Reply } from "../link/connection";
import { settle } from "../testing/fakes";
import { MAX_FILES, refusal, Uploads, type UploadWorld } from "./uploads";

let begun: { readonly d: Parameters<UploadWorld["begin"]>[0]; readonly reply: (r: Reply) => void }[];
let transfers: { readonly finish: (code: string | null) => void; readonly progress: (share: number) => void; aborted: boolean }[];
let uploads: Uploads;
const limits = { text: 4000, file: 100, types: ["image/*", "application/pdf"] };

beforeEach(() => {
  begun = [];
  transfers = [];
  vi.stubGlobal("crypto", { getRandomValues: (b: Uint8Array) => b.map((_, i) => i + begun.length * 7), subtle: undefined });
  uploads = new Uploads({
    begin: (d) => new Promise((reply) => begun.push({ d, reply })),
    transfer: (_, __, progress) => {
      let finish: (code: string | null) => void = () => undefined;
      const done = new Promise<string | null>((resolve) => { finish = resolve; });
      const transfer = { finish, progress, aborted: false };
      transfers.push(transfer);
      return { done, abort: () => { transfer.aborted = true; finish("cancelled"); } };
    },
    limits: () => limits,
  });
});

const file = (name = "a.pdf", type = "application/pdf", size = 10) => new File(["x".repeat(size)], name, { type });
const granted: Reply = { k: "ok", d: { up: "up_1", url: "/u/web/up_1", method: "PUT", headers: {} } };
const states = () => uploads.items.value.map((i) => i.state);

describe("an upload", () => {
  it("is asked for, sent with progress, and handed to the message", async () => {
    uploads.add([file()]);
    await settle();
    expect(begun[0]?.d).toMatchObject({ name: "a.pdf", type: "application/pdf", size: 10 });
    begun[0]?.reply(granted);
    await settle();
    transfers[0]?.progress(0.5);
    expect(uploads.items.value[0]).toMatchObject({ state: "sending", progress: 0.5 });
    transfers[0]?.finish(null);
    await settle();

    expect(uploads.take()).toEqual([{ up: "up_1", name: "a.pdf", type: "application/pdf", bytes: 10 }]);
    expect(uploads.items.value).toEqual([]);
  });

  it("waits for a connection and asks again with the same cid", async () => {
    uploads.add([file()]);
    await settle();
    begun[0]?.reply({ k: "lost" });
    await settle();
    expect(states()).toEqual(["waiting"]);
    uploads.connected();
    await settle();

    expect(begun[1]?.d.cid).toBe(begun[0]?.d.cid);
  });

  it("shows what the server or the line refused, and can be tried again with a new cid", async () => {
    uploads.add([file()]);
    await settle();
    begun[0]?.reply({ k: "err", problem: { code: "rate-limited" } });
    await settle();
    expect(uploads.items.value[0]).toMatchObject({ state: "failed", code: "rate-limited" });

    uploads.retry(uploads.items.value[0]?.id ?? "");
    await settle();
    expect(begun[1]?.d.cid).not.toBe(begun[0]?.d.cid);
    begun[1]?.reply(granted);
    await settle();
    transfers[0]?.finish("network");
    await settle();
    expect(uploads.items.value[0]).toMatchObject({ state: "failed", code: "network" });
  });

  it("can be cancelled on its way", async () => {
    uploads.add([file()]);
    await settle();
    begun[0]?.reply(granted);
    await settle();
    uploads.cancel(uploads.items.value[0]?.id ?? "");
    await settle();

    expect(transfers[0]?.aborted).toBe(true);
    expect(uploads.items.value).toEqual([]);
  });

  it("is refused before a byte is sent if it cannot be accepted", async () => {
    uploads.add([file("big.pdf", "application/pdf", 101), file("a.exe", "application/x-msdownload"), file("empty.pdf", "application/pdf", 0)]);
    await settle();

    expect(uploads.items.value.map((i) => i.code)).toEqual(["too-large", "type-not-allowed", "empty"]);
    expect(begun).toEqual([]);
  });

  it("counts what does not fit", () => {
    expect(uploads.add(Array.from({ length: MAX_FILES + 2 }, () => file()))).toBe(2);
  });
});

it("accepts every type when the server names none", () => {
  expect(refusal({ size: 1, type: "x/y" }, { text: 1, file: 1 })).toBeNull();
  expect(refusal({ size: 1, type: "image/png" }, limits)).toBeNull();
  expect(refusal({ size: 1, type: "imagex/png" }, limits)).toBe("type-not-allowed");
});
