import { useCallback, useEffect, useState } from 'react';

export type Loaded<T> =
  | { readonly type: 'loading' }
  | { readonly type: 'failed'; readonly problem: unknown }
  | { readonly type: 'ready'; readonly value: T; readonly at: string; readonly problem?: unknown };

/** Reads something for a page. `again` reads anew and keeps the old value on screen meanwhile; `problem` says why it is still the old one. */
export function useLoad<T>(load: () => Promise<T>, key: string): { readonly loaded: Loaded<T>; readonly again: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ type: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => setLoaded({ type: 'loading' }), [key]);
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => isCurrent && setLoaded({ type: 'ready', value, at: new Date().toISOString() }),
      (problem: unknown) => isCurrent && setLoaded((before) => (before.type === 'ready' ? { ...before, problem } : { type: 'failed', problem })),
    );
    return () => {
      isCurrent = false;
    };
    // `load` is a new closure on every render: `key` says when it means something else.
  }, [key, round]);
  return { loaded, again: useCallback(() => setRound((now) => now + 1), []) };
}
