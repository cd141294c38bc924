import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../link/clock";
import type { ConnectionState } from "../link/connection";

export type Trouble = "none" | "connecting" | "reconnecting";

const PATIENCE_MS = 2_000;

/** A short break is nobody's business: trouble is shown only after 2 s without a connection. */
export function watchTrouble(link: ReadonlySignal<ConnectionState>, clock: Clock): ReadonlySignal<Trouble> {
  const trouble = signal<Trouble>("none");
  let wasOpen = false;
  let cancel: (() => void) | null = null;
  effect(() => {
    const { k } = link.value;
    if (k === "connecting" || k === "waiting") {
      cancel ??= clock.after(PATIENCE_MS, () => { trouble.value = wasOpen ? "reconnecting" : "connecting"; });
      return;
    }
    cancel?.();
    cancel = null;
    wasOpen ||= k === "open";
    trouble.value = "none";
  });
  return trouble;
}
