// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Handover, ToLauncher, ToPanel } from "../embed/messages";
import { install, type Tributary } from "./commands";

const BASE = "https://chat.example.com";
/** The real one, also while a test holds the clock: message ports need it. */
const realTimeout = setTimeout;
const nextTask = () => new Promise((resolve) => realTimeout(resolve, 10));
let page: { tributary?: Tributary };
let small: { matches: boolean; change: () => void };
let loaded: string[];
let listening: Map<EventTarget, number>;

beforeEach(() => {
  page = {};
  small = { matches: false, change: () => undefined };
  vi.stubGlobal("matchMedia", () => ({
    get matches() { return small.matches; },
    addEventListener: (_: string, run: () => void, { signal }: { signal: AbortSignal }) => {
      small.change = run;
      signal.addEventListener("abort", () => { small.change = () => undefined; });
    },
  }));
  loaded = [];
  standInForIframes();
  vi.stubGlobal("visualViewport", null);
  localStorage.clear();
  document.title = "Shop";
  listening = countListeners();
});

afterEach(async () => {
  vi.useRealTimers();
  await (page.tributary as Run | undefined)?.("destroy").catch(() => undefined);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** happy-dom does not load iframes; the tests play the panel, so any element will do. */
function standInForIframes(): void {
  const create = document.createElement.bind(document);
  vi.spyOn(document, "createElement").mockImplementation((tag: string) => {
    const element = create(tag === "iframe" ? "div" : tag);
    if (tag === "iframe") Object.defineProperty(element, "src", { set: (url: string) => loaded.push(url) });
    return element;
  });
}

/** Counts the listeners that `addEventListener` leaves on the window and the document. */
function countListeners(): Map<EventTarget, number> {
  const counts = new Map<EventTarget, number>([[window, 0], [document, 0]]);
  for (const target of counts.keys()) {
    const add = target.addEventListener.bind(target);
    vi.spyOn(target, "addEventListener").mockImplementation((type: string, run: unknown, options?: unknown) => {
      counts.set(target, (counts.get(target) ?? 0) + 1);
      (options as { signal?: AbortSignal } | undefined)?.signal?.addEventListener("abort", () => counts.set(target, (counts.get(target) ?? 0) - 1));
      add(type, run as EventListener, options as AddEventListenerOptions);
    });
  }
  return counts;
}

type Run = (...args: readonly unknown[]) => Promise<unknown>;
function start(queue: readonly (readonly unknown[])[] = []): Run {
  page.tributary = Object.assign(() => undefined, { q: queue });
  install(page, { inbox: "web", base: BASE, locale: "en" });
  return page.tributary as Run;
}

const host = () => document.querySelector("tributary-chat");
const shadow = () => host()?.shadowRoot as ShadowRoot;
const button = () => shadow().querySelector("button") as HTMLButtonElement;
const frame = () => shadow().querySelector<HTMLElement>("[role=dialog] > *");

/** Plays the panel: takes the port that the launcher hands over. */
async function panelOf(): Promise<{ handover: Handover; origin: string; heard: ToPanel[]; say: (m: ToLauncher) => Promise<void> }> {
  const element = frame() as HTMLElement;
  let got: { handover: Handover; origin: string; port: MessagePort } | undefined;
  Object.defineProperty(element, "contentWindow", {
    configurable: true,
    value: { postMessage: (handover: Handover, origin: string, [port]: [MessagePort]) => { got = { handover, origin, port }; } },
  });
  element.onload?.(new Event("load"));
  if (!got) throw new Error("no handover");
  const { handover, origin, port } = got;
  const heard: ToPanel[] = [];
  port.onmessage = ({ data }: MessageEvent<ToPanel>) => heard.push(data);
  return { handover, origin, heard, say: async (m) => { port.postMessage(m); await nextTask(); } };
}

describe("commands", () => {
  it("queued before the load run in order; the page booted by itself", async () => {
    const order: string[] = [];
    start([["on", "ready", () => order.push("ready")], ["on", "open", () => order.push("open")], ["on", "close", () => order.push("close")], ["open"], ["close"], ["open"]]);
    await nextTask();

    expect(order).toEqual(["ready", "open", "close", "open"]);
    expect(button().getAttribute("aria-expanded")).toBe("true");
  });

  it("accepts the arguments objects of the usual stub, and a boot of the page's own", async () => {
    const args = (function (..._: readonly unknown[]) { return arguments; })("boot", { title: "Ask Li", locale: "zh-TW", color: "#ffd400" });
    page.tributary = Object.assign(() => undefined, { q: [args] });
    install(page, { inbox: "web", base: BASE });
    await nextTask();

    expect(document.querySelectorAll("tributary-chat")).toHaveLength(1);
    expect(button().getAttribute("aria-label")).toBe("Ask Li");
    expect((host() as HTMLElement).style.getPropertyValue("--f")).toBe("#000");
  });

  it("answer with a promise; on answers with its end", async () => {
    const run = start();
    const heard: unknown[] = [];
    const off = page.tributary?.("on", "open", () => heard.push(1)) as () => void;
    await run("open");
    await run("close");
    off();
    await run("toggle");

    expect(heard).toEqual([1]);
    await expect(run("nonsense")).rejects.toThrow("nonsense");
  });

  it("installs once, however often the script is there", async () => {
    start();
    const first = page.tributary;
    install(page, { inbox: "web", base: BASE });
    await nextTask();

    expect(page.tributary).toBe(first);
    expect(document.querySelectorAll("tributary-chat")).toHaveLength(1);
  });

  it("keeps going when a listener of the page throws", async () => {
    const reported = vi.fn();
    vi.stubGlobal("reportError", reported);
    const run = start([["on", "open", () => { throw new Error("theirs"); }]]);
    await run("open");

    expect(reported).toHaveBeenCalledOnce();
  });
});

describe("the panel", () => {
  it("is not loaded before somebody wants it", async () => {
    start();
    await nextTask();
    expect(frame()).toBeNull();
    button().dispatchEvent(new Event("pointerenter"));
    expect(loaded).toEqual([`${BASE}/w/web/panel`]);
    expect(frame()?.title).toBe("Chat with us");
    expect(button().getAttribute("aria-expanded")).toBe("false");
  });

  it("is loaded again, ever more slowly, until it answers", async () => {
    vi.useFakeTimers();
    const run = start();
    await run("open");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(loaded).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(19_999);
    expect(loaded).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(loaded).toHaveLength(3);

    await (await panelOf()).say({ t: "ready" });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(loaded).toHaveLength(3);
  });

  it("is loaded by itself for a visitor with a conversation", async () => {
    localStorage.setItem("tributary:web:session", "{}");
    localStorage.setItem("tributary:other:session", "{}");
    vi.useFakeTimers();
    start();
    await vi.advanceTimersByTimeAsync(2_000);

    expect(frame()).not.toBeNull();
  });

  it("gets the port at exactly our origin, with the entries of its inbox only", async () => {
    localStorage.setItem("tributary:web:draft", "hi");
    localStorage.setItem("tributary:other:draft", "no");
    const run = start();
    await run("open");
    const { handover, origin } = await panelOf();

    expect(origin).toBe(BASE);
    expect(handover).toMatchObject({ inbox: "web", locale: "en", open: true, entries: { draft: "hi" } });
    expect(handover.entries).not.toHaveProperty("session");
    expect(Object.keys(handover.entries)).toEqual(["draft"]);
  });

  it("writes and reads the page's storage, and hears of other tabs", async () => {
    const run = start();
    await run("open");
    const { say, heard } = await panelOf();
    await say({ t: "put", k: "session", v: "x" });
    expect(localStorage.getItem("tributary:web:session")).toBe("x");
    await say({ t: "read" });
    expect(heard).toContainEqual({ t: "entries", entries: { session: "x" } });

    dispatchEvent(new StorageEvent("storage", { key: "tributary:web:read", newValue: "m_1" }));
    dispatchEvent(new StorageEvent("storage", { key: "unrelated", newValue: "1" }));
    await nextTask();
    expect(heard.filter((m) => m.t === "entry")).toEqual([{ t: "entry", k: "read", v: "m_1" }]);
  });

  it("closes on its own wish and gives the focus back to the button", async () => {
    const run = start();
    await run("open");
    const { say } = await panelOf();
    vi.spyOn(document, "activeElement", "get").mockReturnValue(host());
    const focus = vi.spyOn(button(), "focus");
    await say({ t: "close" });

    expect(button().getAttribute("aria-expanded")).toBe("false");
    expect(focus).toHaveBeenCalledOnce();
  });

  it("does not take the focus from the page when the page closes it", async () => {
    const run = start();
    await run("open");
    vi.spyOn(document, "activeElement", "get").mockReturnValue(document.body);
    const focus = vi.spyOn(button(), "focus");
    await run("close");

    expect(focus).not.toHaveBeenCalled();
  });
});

describe("unread", () => {
  it("marks the button and the title, and gives the page its title back", async () => {
    const heard: unknown[] = [];
    const run = start([["on", "unread", (n: unknown) => heard.push(n)]]);
    await run("open");
    const { say } = await panelOf();
    await say({ t: "unread", n: 2 });
    expect(document.title).toBe("(2) Shop");
    expect(button().getAttribute("aria-label")).toBe("Chat with us, 2 unread");
    expect(shadow().querySelector("i")?.textContent).toBe("2");
    await say({ t: "unread", n: 12 });
    expect(document.title).toBe("(12) Shop");
    expect(shadow().querySelector("i")?.textContent).toBe("9+");
    await say({ t: "unread", n: 0 });

    expect(document.title).toBe("Shop");
    expect(heard).toEqual([2, 12, 0]);
  });

  it("does not undo a title that the page has set meanwhile", async () => {
    const run = start();
    await run("open");
    const { say } = await panelOf();
    await say({ t: "unread", n: 1 });
    document.title = "Cart";
    await say({ t: "unread", n: 0 });

    expect(document.title).toBe("Cart");
  });
});

describe("identity", () => {
  it("waits for the panel, goes with the handover, and not again with the next", async () => {
    const run = start();
    await run("identify", { jwt: "a.b.c" });
    await run("open");
    const { handover, say } = await panelOf();
    expect(handover.proof).toEqual({ jwt: "a.b.c" });
    await say({ t: "ready" });

    expect((await panelOf()).handover.proof).toBeUndefined();
  });

  it("tells the page how it ended", async () => {
    const run = start();
    await run("open");
    const { say, heard } = await panelOf();
    const both = Promise.allSettled([run("identify", { jwt: "1" }), run("identify", { jwt: "2" })]);
    await nextTask();
    const ids = heard.flatMap((m) => (m.t === "identify" ? [m.id] : []));
    void say({ t: "done", id: ids[1] ?? 0, error: "bad-request" });
    void say({ t: "done", id: ids[0] ?? 0 });

    const [good, bad] = await both;
    expect(good.status).toBe("fulfilled");
    expect(String((bad as PromiseRejectedResult).reason)).toBe("Error: tributary: bad-request");
  });

  it("log-out wipes the storage of this inbox also without a panel", async () => {
    localStorage.setItem("tributary:web:session", "x");
    localStorage.setItem("cart", "1");
    const run = start();
    await run("logout");

    expect(Object.keys(localStorage)).toEqual(["cart"]);
  });
});

describe("a small screen", () => {
  it("locks the page while the panel covers it, and restores it exactly", async () => {
    document.body.style.cssText = "margin: 3px;";
    small.matches = true;
    const run = start();
    await run("open");
    expect(document.body.style.position).toBe("fixed");
    expect(shadow().querySelector("[role=dialog]")?.getAttribute("aria-modal")).toBe("true");
    small.matches = false;
    small.change();
    expect(document.body.style.position).toBe("");
    small.matches = true;
    small.change();
    await run("close");

    expect(document.body.style.cssText).toBe("margin: 3px;");
    document.body.style.cssText = "";
  });
});

describe("destroy", () => {
  it("leaves no node, no listener, no lock, no title mark, and boot begins again", async () => {
    small.matches = true;
    const before = document.body.innerHTML;
    const run = start();
    await run("open");
    const { say } = await panelOf();
    await say({ t: "unread", n: 3 });
    const asked = expect(run("logout")).rejects.toThrow("destroyed");
    await nextTask();
    expect([...listening.values()].some((n) => n > 0)).toBe(true);
    await run("destroy");

    await asked;
    expect(document.body.innerHTML).toBe(before);
    expect(document.body.style.cssText).toBe("");
    expect(document.title).toBe("Shop");
    expect([...listening.values()]).toEqual([0, 0]);
    await expect(run("open")).rejects.toThrow("open");

    await run("boot");
    expect(document.querySelectorAll("tributary-chat")).toHaveLength(1);
  });
});
