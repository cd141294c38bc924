const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Full jitter: anything from 0 to min(30 s, 0.5 s × 2^attempt), so that many consoles do not come back in step. */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16)));
}

/** Time and timers, so that tests own the clock. */
export interface Clock {
  now(): number;
  after(ms: number, run: () => void): Cancel;
}

export type Cancel = () => void;

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};
