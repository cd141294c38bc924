import type { Proof } from "../link/protocol";
import type { Config, Options } from "./config";
import { createWidget, type Widget } from "./widget";

type Listener = (detail: unknown) => void;
type Arguments = readonly unknown[];

export interface Tributary {
  (...args: Arguments): unknown;
  q?: readonly ArrayLike<unknown>[];
  ready?: true;
}

const COMMANDS = ["open", "close", "toggle", "identify", "logout", "destroy"] as const;

/**
 * Puts `window.tributary(command, ...)` in place of the page's stub and runs what was queued there, in order.
 * Every command answers with a Promise; `on` answers with the function that unsubscribes.
 */
export function install(page: { tributary?: Tributary }, config: Config): void {
  if (page.tributary?.ready) return;
  const queued = Array.from(page.tributary?.q ?? [], (args) => Array.from(args));
  const listeners = new Map<unknown, Set<Listener>>();
  let widget: Widget | undefined;

  const emit = (name: string, detail?: unknown) => listeners.get(name)?.forEach((listener) => {
    try {
      listener(detail);
    } catch (error) {
      reportError(error);
    }
  });

  const subscribe = (name: unknown, listener: Listener) => {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(listener));
    return () => { all.delete(listener); };
  };

  const run = (name: unknown, arg: unknown): unknown => {
    if (name === "boot") {
      widget?.destroy();
      widget = createWidget({ ...config, ...(arg as Options | undefined) }, emit);
      return;
    }
    const command = COMMANDS.find((c) => c === name);
    if (!widget || !command) throw new Error(`tributary: ${String(name)}?`);
    const done = widget[command](arg as Proof);
    if (command === "destroy") {
      widget = undefined;
      listeners.clear();
    }
    return done;
  };

  /** Commands start in the order of the calls, once there is a body to put the launcher into. */
  const tributary: Tributary = (name, ...args) =>
    name === "on" ? subscribe(args[0], args[1] as Listener) : there.then(() => run(name, args[0]));
  const there = bodyThere();
  tributary.ready = true;
  page.tributary = tributary;
  if (!queued.some(([name]) => name === "boot")) tributary("boot");
  for (const args of queued) tributary(...args);
}

async function bodyThere(): Promise<void> {
  if (document.readyState === "loading") await new Promise((there) => document.addEventListener("DOMContentLoaded", there, { once: true }));
}
