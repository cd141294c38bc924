import { HANDOVER, type ToLauncher, type ToPanel } from "../embed/messages";
import type { Proof } from "../link/protocol";
import { chooseLocale } from "../settings/locale";
import type { Config } from "./config";
import { entryStore } from "./entries";
import { type PanelFrame, panelFrame } from "./frame";
import { lockScroll, titleMark } from "./page";
import { buildView } from "./view";
import { WORDS } from "./words";

export type Emit = (name: string, detail?: unknown) => void;

export interface Widget {
  open(): void;
  close(): void;
  toggle(): void;
  identify(proof: Proof): Promise<void>;
  logout(): Promise<void>;
  destroy(): void;
}

const IDLE_MS = 1_500;

/** One launcher on one page, from boot to destroy. A closure, because private members cost the page bytes. */
export function createWidget(config: Config, emit: Emit): Widget {
  const { inbox, base, color } = config;
  const locale = chooseLocale([config.locale, document.documentElement.lang, ...navigator.languages]);
  const [word, unreadWord] = WORDS[locale];
  const title = config.title ?? word;
  const { host, panel, button, badge } = buildView(title, color);
  const entries = entryStore(inbox);
  const markTitle = titleMark();
  const ending = new AbortController();
  const small = matchMedia("(max-width:599.98px)");
  const asked = new Map<number, (error?: string) => void>();
  let frame: PanelFrame | undefined;
  let proof: Proof | undefined;
  let isOpen = false;
  let unread = 0;
  let lastAsked = 0;
  let unlock: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (message: ToPanel) => frame?.say(message);

  /** The panel comes on the first sign that somebody wants it. */
  const load = () => {
    if (frame) return;
    frame = panelFrame(`${base}/w/${inbox}/panel`, title, { handover, hear });
    panel.append(frame.element);
  };

  const handover = () => ({
    t: HANDOVER,
    inbox,
    locale,
    color,
    title: config.title,
    page: { url: location.href, title: document.title, ref: document.referrer },
    entries: entries.all(),
    open: isOpen,
    full: !!unlock,
    focus: document.hasFocus(),
    proof,
  } as const);

  const hear = (message: ToLauncher) => {
    switch (message.t) {
      case "ready":
        proof = undefined;
        panel.classList.add("r");
        if (isOpen) frame?.element.focus();
        break;
      case "close": widget.close(); break;
      case "put": entries.put(message.k, message.v); break;
      case "read": say({ t: "entries", entries: entries.all() }); break;
      case "unread": showUnread(message.n); break;
      case "event": emit(message.name, message.detail); break;
      case "done": asked.get(message.id)?.(message.error); break;
    }
  };

  /** @returns undefined if the panel is not there to be asked */
  const ask = (message: (id: number) => ToPanel) => {
    const id = ++lastAsked;
    if (!say(message(id))) return;
    return new Promise<void>((resolve, reject) => asked.set(id, (error) => {
      asked.delete(id);
      if (error) reject(new Error(`tributary: ${error}`));
      else resolve();
    }));
  };

  const showUnread = (n: number) => {
    badge.textContent = n > 9 ? "9+" : n ? `${n}` : "";
    button.setAttribute("aria-label", n ? `${title}, ${n} ${unreadWord}` : title);
    markTitle(n);
    if (n !== unread) emit("unread", unread = n);
  };

  /** Full screen on a small one: the page is still, and the panel stays above the keyboard. */
  const fit = () => {
    const full = isOpen && small.matches;
    const screen = full ? visualViewport : null;
    panel.classList.toggle("f", small.matches);
    panel.style.height = screen ? `${screen.height}px` : "";
    panel.style.top = screen ? `${screen.offsetTop}px` : "";
    if (full === !!unlock) return;
    unlock?.();
    unlock = full ? lockScroll() : undefined;
    panel.setAttribute("aria-modal", `${full}`);
    say({ t: "full", on: full });
  };

  const show = (open: boolean) => {
    isOpen = open;
    panel.classList.toggle("o", open);
    button.setAttribute("aria-expanded", `${open}`);
    say({ t: "open", on: open });
    fit();
  };

  const on = (target: EventTarget | null, types: string, run: (event: Event) => void) => {
    for (const type of types.split(" ")) target?.addEventListener(type, run, ending);
  };

  const widget: Widget = {
    open() {
      if (isOpen) return;
      load();
      show(true);
      frame?.element.focus();
      emit("open");
    },
    close() {
      if (!isOpen) return;
      const inside = document.activeElement === host;
      show(false);
      if (inside) button.focus();
      emit("close");
    },
    toggle() {
      if (isOpen) widget.close();
      else widget.open();
    },
    /** Before the panel is there, the proof waits for it. */
    async identify(given) {
      const told = ask((id) => ({ t: "identify", id, proof: given }));
      if (!told) proof = given;
      await told;
    },
    async logout() {
      proof = undefined;
      const told = ask((id) => ({ t: "logout", id }));
      if (!told) for (const name of Object.keys(entries.all())) entries.put(name, null);
      await told;
    },
    destroy() {
      show(false);
      ending.abort();
      clearTimeout(timer);
      markTitle(0);
      frame?.remove();
      host.remove();
      for (const settle of asked.values()) settle("destroyed");
    },
  };

  on(button, "click", widget.toggle);
  on(button, "pointerenter focus", () => { if (!saveData()) load(); });
  on(button, "keydown", (event) => { if ((event as KeyboardEvent).key === "Escape") widget.close(); });
  on(window, "focus blur", ({ type }) => say({ t: "focus", on: type === "focus" }));
  on(small, "change", fit);
  on(visualViewport, "resize scroll", fit);
  // Another tab of the visitor wrote; the key is null when the whole storage was cleared.
  on(window, "storage", (event) => {
    const { key, newValue } = event as StorageEvent;
    const k = key === null ? "session" : entries.nameOf(key);
    if (k) say({ t: "entry", k, v: newValue });
  });
  show(false);
  showUnread(0);

  // A returning visitor may have an answer waiting; the page itself comes first.
  if (Object.keys(entries.all()).some((k) => /^(session$|p:)/.test(k))) {
    const later = () => { timer = setTimeout(load, IDLE_MS); };
    if (document.readyState === "complete") later();
    else on(window, "load", later);
  }
  emit("ready");
  return widget;
}

function saveData(): boolean | undefined {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
}
