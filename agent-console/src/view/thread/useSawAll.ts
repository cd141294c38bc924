import { useEffect, useState } from 'react';
import { newestSeq } from '../../store/threads.ts';
import type { Thread } from '../../store/threads.ts';
import { useDesk } from '../useDesk.ts';

/** As long as a glance: what arrives in the instant before Enter has not been seen. */
const GLANCE_MS = 700;

/** Notes the newest message as seen once it is on screen, in a page that somebody looks at. */
export function useSawAll(thread: Thread, isAtEnd: boolean): void {
  const { reading } = useDesk();
  const isLookedAt = useLookedAt();
  const newest = newestSeq(thread);
  useEffect(() => {
    if (!isAtEnd || !isLookedAt || thread.phase !== 'ready') return undefined;
    const timer = setTimeout(() => reading.sawAll(thread.number), GLANCE_MS);
    return () => clearTimeout(timer);
  }, [reading, thread.number, thread.phase, newest, isAtEnd, isLookedAt]);
}

function useLookedAt(): boolean {
  const look = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
  const [isLookedAt, setLookedAt] = useState(look);
  useEffect(() => {
    const changed = (): void => setLookedAt(look());
    const events = ['focus', 'blur'] as const;
    for (const event of events) window.addEventListener(event, changed);
    document.addEventListener('visibilitychange', changed);
    return () => {
      for (const event of events) window.removeEventListener(event, changed);
      document.removeEventListener('visibilitychange', changed);
    };
  }, []);
  return isLookedAt;
}
