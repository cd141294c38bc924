import type { Entries, Handover, ToLauncher, ToPanel } from "./messages";
import { HANDOVER } from "./messages";

/** The shop's page as the panel sees it. */
export interface Host {
  readonly given: Handover;
  say(message: ToLauncher): void;
  /** The storage as it is now, other tabs' changes included. */
  entries(): Promise<Entries>;
  put(key: string, value: string | null): void;
  listen(hear: (message: ToPanel) => void): void;
}

/** Waits for the launcher's port. Who may embed us at all is decided by `frame-ancestors`; only the parent is believed. */
export function awaitHost(frame: Window, arrived: (host: Host) => void): void {
  const hear = (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    if (event.source !== frame.parent || !port || !isHandover(event.data)) return;
    frame.removeEventListener("message", hear);
    arrived(portHost(event.data, port));
  };
  frame.addEventListener("message", hear);
}

function isHandover(data: unknown): data is Handover {
  if (typeof data !== "object" || data === null) return false;
  const d = data as Partial<Record<keyof Handover, unknown>>;
  return d.t === HANDOVER && typeof d.inbox === "string" && typeof d.entries === "object" && typeof d.open === "boolean";
}

export function portHost(given: Handover, port: MessagePort): Host {
  let hear: (message: ToPanel) => void = () => undefined;
  const early: ToPanel[] = [];
  let listening = false;
  const readers: ((entries: Entries) => void)[] = [];
  const say = (message: ToLauncher) => port.postMessage(message);

  port.onmessage = (event: MessageEvent<unknown>) => {
    const message = event.data;
    if (!isToPanel(message)) return;
    if (message.t === "entries") readers.splice(0).forEach((read) => read(message.entries));
    else if (listening) hear(message);
    else early.push(message);
  };

  return {
    given,
    say,
    entries: () => new Promise((resolve) => {
      readers.push(resolve);
      say({ t: "read" });
    }),
    put: (k, v) => say({ t: "put", k, v }),
    listen(listener) {
      hear = listener;
      listening = true;
      early.splice(0).forEach(listener);
    },
  };
}

function isToPanel(data: unknown): data is ToPanel {
  return typeof data === "object" && data !== null && typeof (data as { t?: unknown }).t === "string";
}
