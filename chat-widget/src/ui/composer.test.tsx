// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Attention } from "../panel/attention";
import { Client } from "../panel/client";
import { Draft } from "../panel/draft";
import { watchTrouble } from "../panel/trouble";
import { wordsFor } from "../settings/language";
import { FakeClock, FakeHost, FakeSocket, FakeStorage, message, settle, welcomeOf } from "../testing/fakes";
import { App } from "./app";
import { ModelContext } from "./model";

let clock: FakeClock;
let storage: FakeStorage;
let socket: FakeSocket;
let client: Client;
let root: HTMLElement;
let closed: number;

beforeEach(async () => {
  clock = new FakeClock();
  storage = new FakeStorage();
  closed = 0;
  const host = new FakeHost(storage);
  client = new Client({
    host, clock, locale: "en", online: () => true, visible: () => true,
    transfer: () => ({ done: Promise.resolve(null), abort: () => undefined }),
    turn: () => Promise.resolve({ end: () => undefined }),
    dial: () => (socket = new FakeSocket()),
  });
  const attention = new Attention(client, host, clock);
  const draft = (key: string) => new Draft(host.given.entries[key] ?? "", (text) => host.put(key, text), clock);
  const model = {
    words: wordsFor("en"), locale: "en", title: "Chat", client, attention, trouble: watchTrouble(client.link, clock), online: signal(true), full: signal(false),
    draft: draft("draft"), formDraft: draft("form"), close: () => { closed++; },
  } as const;
  root = document.body.appendChild(document.createElement("div"));
  await act(() => render(<ModelContext.Provider value={model}><App /></ModelContext.Provider>, root));
});

afterEach(() => {
  render(null, root);
  root.remove();
});

async function open(d: Parameters<typeof welcomeOf>[0] = {}): Promise<void> {
  client.connection.start();
  socket.onopen?.();
  await settle();
  await act(() => {
    socket.says({ t: "welcome", re: 1, d: welcomeOf(d) });
    socket.says({ t: "synced", d: { seq: 0 } });
  });
}

const find = <T extends HTMLElement>(selector: string) => root.querySelector(selector) as T;
const field = () => find<HTMLTextAreaElement>("textarea");
async function type(text: string): Promise<void> {
  await act(() => {
    field().value = text;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
}
async function press(init: KeyboardEventInit & { keyCode?: number } = {}): Promise<boolean> {
  const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init });
  if (init.keyCode !== undefined) Object.defineProperty(event, "keyCode", { value: init.keyCode });
  await act(async () => {
    field().dispatchEvent(event);
    await settle();
  });
  return event.defaultPrevented;
}
const bubbles = () => [...root.querySelectorAll(".bubble")].map((b) => b.textContent);

describe("the composer", () => {
  it("sends on Enter, empties itself and shows the words at once", async () => {
    await open();
    await type("  hello  ");
    expect(await press()).toBe(true);

    expect(socket.last("msg.send").d).toMatchObject({ text: "hello", att: [] });
    expect(field().value).toBe("");
    expect(bubbles()).toEqual(["hello"]);
  });

  it("does not send the Enter of a pinyin composition, nor Shift+Enter", async () => {
    await open();
    await type("ni hao");
    expect(await press({ isComposing: true })).toBe(false);
    expect(await press({ keyCode: 229 })).toBe(false);
    expect(await press({ shiftKey: true })).toBe(false);
    await act(() => {
      field().dispatchEvent(new Event("compositionstart", { bubbles: true }));
      field().dispatchEvent(new Event("compositionend", { bubbles: true }));
      field().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    });

    expect(socket.count("msg.send")).toBe(0);
    expect(field().value).toBe("ni hao");
  });

  it("keeps the words while offline and stores the draft", async () => {
    await type("later");
    await press();
    await type("half a thou");
    await clock.pass(300);

    expect(bubbles()).toEqual(["later"]);
    expect(storage.entries.get("draft")).toBe("half a thou");
    expect([...storage.entries.keys()].some((k) => k.startsWith("p:"))).toBe(true);
  });

  it("sends the words without a file that was refused, and says why it waits for one that was not", async () => {
    await open({ limits: { text: 4000, file: 10, types: ["image/png"] } });
    await act(() => { client.uploads.add([new File(["MZ"], "a.exe", { type: "application/x-msdownload" })]); });
    await type("words");
    await press();
    expect(socket.last("msg.send").d).toMatchObject({ text: "words", att: [] });
    expect(find(".uploads")).toBeNull();

    await act(() => { client.uploads.add([new File(["x"], "a.png", { type: "image/png" })]); });
    await type("more");
    await press();
    expect(find(".notice").textContent).toContain("not there yet");
    expect(field().value).toBe("more");
  });

  it("counts code points near the limit and refuses more, keeping them", async () => {
    await open();
    await type("😀".repeat(3_800));
    expect(find(".counter").textContent).toBe("3,800 of 4,000 characters");
    await type("😀".repeat(4_001));
    await press();

    expect(find(".counter.over")).not.toBeNull();
    expect(socket.count("msg.send")).toBe(0);
    expect([...field().value]).toHaveLength(4_001);
  });

  it("says typing at most once in 3 s", async () => {
    await open();
    await type("a");
    await type("ab");
    await type("abc");
    expect(socket.count("typing")).toBe(1);
    await type("");

    expect(socket.sent.filter((f) => f.t === "typing").map((f) => f.d["on"])).toEqual([true, false]);
  });

  it("shows a refused message with Retry and Edit", async () => {
    await open();
    await type("hello");
    await press();
    await act(async () => {
      socket.says({ t: "err", re: socket.last("msg.send").id, d: { code: "too-long" } });
      await settle();
    });
    expect(find(".failure [role=alert]").textContent).toBe("The message is too long");
    const [, edit] = root.querySelectorAll<HTMLButtonElement>(".failure button");
    await act(() => edit?.click());

    expect(field().value).toBe("hello");
    expect(bubbles()).toEqual([]);
  });
});

describe("the list", () => {
  it("shows markup as text and only safe links", async () => {
    await open();
    await act(() => socket.says({ t: "msg.new", s: 1, d: { ...message(1), text: "<img src=x onerror=alert(1)> javascript:x https://example.com/a" } }));

    expect(root.querySelector(".bubble img")).toBeNull();
    const links = [...root.querySelectorAll<HTMLAnchorElement>(".bubble a")];
    expect(links.map((a) => [a.getAttribute("href"), a.rel.includes("noopener")])).toEqual([["https://example.com/a", true]]);
  });

  it("ticks what was sent and what was read", async () => {
    await open();
    await act(() => socket.says([{ t: "msg.new", s: 1, d: message(1, "visitor", "c1") }, { t: "msg.new", s: 2, d: { ...message(400, "visitor", "c2") } }]));
    expect(root.querySelectorAll(".tick.read")).toHaveLength(0);
    await act(() => socket.says({ t: "read.agent", s: 3, d: { upto: "m_1" } }));

    expect([...root.querySelectorAll(".tick")].map((t) => t.textContent)).toEqual(["Read", "Sent"]);
  });

  it("announces the other side's new messages, not the history", async () => {
    await open();
    await act(() => socket.says({ t: "msg.new", s: 1, d: { ...message(1), by: { k: "agent", name: "Li" }, text: "hello" } }));
    await act(() => undefined);

    expect(find("[aria-live=polite].hidden").textContent).toBe("Li: hello");
    expect(find("[role=log]").getAttribute("aria-live")).toBe("off");
  });

  it("says when the conversation was solved", async () => {
    await open();
    await act(() => socket.says([{ t: "msg.new", s: 1, d: message(1) }, { t: "conv.status", s: 2, d: { id: "48213", status: "solved" } }]));

    expect(find(".system").textContent).toContain("#48213");
  });
});

describe("the panel", () => {
  it("closes on Escape", async () => {
    await act(() => { field().dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })); });
    expect(closed).toBe(1);
  });

  it("asks the form first, keeps what was typed, shows the server's reasons", async () => {
    await open({ form: { fid: "f", fields: [{ k: "email", type: "email", req: true, label: "E-mail" }] } });
    expect(root.querySelector(".composer")).toBeNull();
    const submit = async () => {
      await act(() => find<HTMLButtonElement>(".primary").click());
      await settle();
    };
    await submit();
    expect(find(".field-error").textContent).toBe("Please fill this in");

    const input = find<HTMLInputElement>("input");
    await act(() => {
      input.value = "li@example.cn";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await clock.pass(300);
    expect(storage.entries.get("form")).toContain("li@example.cn");
    await submit();
    const { id, d } = socket.last("form.submit");
    expect(d).toMatchObject({ fid: "f", values: { email: "li@example.cn" } });
    await act(async () => { socket.says({ t: "err", re: id, d: { code: "form-invalid", fields: { email: "email" } } }); await settle(); });
    expect(find(".field-error").textContent).toContain("name@example.com");
    expect(find<HTMLInputElement>("input").value).toBe("li@example.cn");

    await submit();
    await act(async () => { socket.answers("form.submit"); await settle(); });
    expect(root.querySelector(".composer")).not.toBeNull();
    expect(storage.entries.has("form")).toBe(false);
  });
});
