import { useEffect, useMemo, useState } from 'react';
import type { Filter } from '../../store/filter.ts';
import type { ListState } from '../../store/lists.ts';
import { heldOrder, listKey, numbersOf } from '../../store/lists.ts';
import { useAppState, useDesk } from '../useDesk.ts';

interface Order {
  readonly numbers: readonly number[];
  /** How many tickets wait above, unseen, because the list is held still. */
  readonly fresh: number;
  readonly release: () => void;
}

/** The order on screen. While `isHeld` (pointer on the list, or scrolled down) rows change in place and none moves. */
export function useOrder(filter: Filter, list: ListState, isHeld: boolean): Order {
  const { me } = useDesk();
  const book = useAppState((state) => state.book);
  const key = listKey(filter);
  const live = useMemo(() => numbersOf(book, list, filter, me.id), [book, list, filter, me.id]);
  const [held, setHeld] = useState<{ key: string; numbers: readonly number[] } | undefined>();
  useEffect(() => {
    if (!isHeld) setHeld(undefined);
    else setHeld((now) => (now?.key === key ? now : { key, numbers: live }));
    // `live` is taken once, when holding begins.
  }, [isHeld, key]);
  const release = (): void => setHeld(isHeld ? { key, numbers: live } : undefined);
  if (held?.key !== key || held.numbers.length === 0) return { numbers: live, fresh: 0, release };
  const { shown, fresh } = heldOrder(held.numbers, live);
  return { numbers: shown.filter((number) => book.entries.has(number)), fresh, release };
}
