import { useEffect, useState, useSyncExternalStore } from 'react';

const TICK_MS = 20_000;

/** The time, renewed often enough for "5 min ago". */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** One pane at a time. */
export const NARROW = '(max-width: 759px)';
/** Room for the person beside the thread. */
export const WIDE = '(min-width: 1180px)';
