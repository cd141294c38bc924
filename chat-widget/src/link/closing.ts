/** What each close code means for the client (PROTOCOL.md, "Close codes"), as values. */

export type StopReason = "refused" | "protocol" | "blocked" | "tab" | "origin" | "stopped";
/** What else must happen before the next hello. */
export type Remedy = "none" | "drop-cache" | "drop-proof" | "drop-oversized";
export type Pace = "backoff" | "spread" | "slow";

export type Verdict =
  | { readonly k: "stop"; readonly reason: StopReason }
  | { readonly k: "reconnect"; readonly pace: Pace; readonly remedy: Remedy };

export const NO_PONG = 3012;
export const MALFORMED = 4400;
export const NEW_HELLO = 4401;

const stop = (reason: StopReason): Verdict => ({ k: "stop", reason });
const reconnect = (pace: Pace = "backoff", remedy: Remedy = "none"): Verdict => ({ k: "reconnect", pace, remedy });

/** @param lateHellos how often 3502 came since the last welcome, this one included */
export function verdict(code: number, lateHellos: number): Verdict {
  switch (code) {
    case 1009: return reconnect("backoff", "drop-oversized");
    case 3001: return reconnect("spread");
    case 3005: return reconnect("backoff", "drop-proof");
    case 3013: return reconnect("slow");
    case 3014: return reconnect("backoff", "drop-cache");
    case 3500: return stop("refused");
    case 3501: return stop("protocol");
    case 3502: return lateHellos <= 1 ? reconnect() : stop("protocol");
    case 3503: return stop("blocked");
    case 3504: return stop("tab");
    case 3507: return stop("origin");
    default: return inRange(code);
  }
}

function inRange(code: number): Verdict {
  const terminal = (code >= 3500 && code <= 3999) || (code >= 4500 && code <= 4999);
  return terminal ? stop("stopped") : reconnect();
}

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Full jitter: anywhere between at once and the bound, so that many widgets do not come back together. */
export function backoff(attempt: number, random: number): number {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
}

export function delay(pace: Pace, attempt: number, retryAfterMs: number, random: number): number {
  switch (pace) {
    case "backoff": return Math.max(retryAfterMs, backoff(attempt, random));
    case "spread": return retryAfterMs + random * 10_000;
    case "slow": return 30_000 + random * 10_000;
  }
}
