import { useLocation } from 'wouter';
import { useT } from '../../i18n/i18n.ts';
import type { Ticket } from '../../model/ticket.ts';
import { searchOfFilter } from '../../store/filter.ts';
import { listKey, NEW_LIST, numbersOf } from '../../store/lists.ts';
import { useDesk } from '../useDesk.ts';
import { NARROW, useMedia } from '../useNow.ts';
import { useFilter } from '../list/useFilter.ts';

/** Solves a ticket and goes on to the next of the list; undo puts the status back. */
export function useSolve(ticket: Ticket): { readonly solve: () => void; readonly reopen: () => void } {
  const t = useT();
  const { changing, notices, store, me } = useDesk();
  const [filter] = useFilter();
  const [, navigate] = useLocation();
  const isNarrow = useMedia(NARROW);

  const nextAddress = (): string => {
    const { book, lists } = store.getState();
    const numbers = numbersOf(book, lists.get(listKey(filter)) ?? NEW_LIST, filter, me.id);
    const at = numbers.indexOf(ticket.number);
    const next = numbers[at + 1] ?? numbers.find((number) => number !== ticket.number);
    return next === undefined || isNarrow ? `/${searchOfFilter(filter)}` : `/tickets/${next}${searchOfFilter(filter)}`;
  };
  const back = async (): Promise<void> => {
    const solved = store.getState().book.entries.get(ticket.number)?.ticket ?? ticket;
    await changing.change(solved, { status: ticket.status });
  };
  const solve = async (): Promise<void> => {
    const next = nextAddress();
    if (!(await changing.change(ticket, { status: 'solved' }))) return;
    notices.info(t('ticket.solved', { number: ticket.number }), { label: t('ticket.undo'), run: () => void back() });
    navigate(next);
  };
  return { solve: () => void solve(), reopen: () => void changing.change(ticket, { status: 'open' }) };
}
