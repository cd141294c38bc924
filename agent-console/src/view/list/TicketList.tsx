import { Inbox as InboxIcon, ListChecks, SearchX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Virtualizer } from 'virtua';
import type { VirtualizerHandle } from 'virtua';
import { useLocation } from 'wouter';
import { useT } from '../../i18n/i18n.ts';
import { searchOfFilter } from '../../store/filter.ts';
import type { Filter } from '../../store/filter.ts';
import { listKey, NEW_LIST } from '../../store/lists.ts';
import { Empty, Failure } from '../parts/states.tsx';
import { useCommand } from '../shell/useCommand.ts';
import { useAppState, useDesk } from '../useDesk.ts';
import { useNow } from '../useNow.ts';
import { ListHead } from './ListHead.tsx';
import { TicketRow } from './TicketRow.tsx';
import { useFilter } from './useFilter.ts';
import { useOrder } from './useOrder.ts';

const ROW_HEIGHT = 84;
const NEAR_END = 10;

export function TicketList({ selected }: { readonly selected: number | undefined }) {
  const t = useT();
  const { following } = useDesk();
  const [filter] = useFilter();
  const [, navigate] = useLocation();
  const list = useAppState((state) => state.lists.get(listKey(filter))) ?? NEW_LIST;
  const [isPointed, setPointed] = useState(false);
  const [isScrolled, setScrolled] = useState(false);
  const order = useOrder(filter, list, isPointed || isScrolled);
  const now = useNow();
  const [cursor, setCursor] = useState<number | undefined>(selected);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);

  useEffect(() => void following.show(filter), [following, filter]);
  useEffect(() => setCursor(selected), [selected]);

  const open = (number: number): void => navigate(`/tickets/${number}${searchOfFilter(filter)}`);
  const step = (by: 1 | -1): void => {
    const at = order.numbers.indexOf(cursor ?? -1);
    const index = at === -1 ? 0 : Math.min(order.numbers.length - 1, Math.max(0, at + by));
    setCursor(order.numbers[index]);
    virtual.current?.scrollToIndex(index, { align: 'nearest' });
  };
  useCommand('next', () => step(1));
  useCommand('previous', () => step(-1));
  useCommand('open', () => cursor !== undefined && open(cursor));

  const scrolled = (offset: number): void => {
    setScrolled(offset > ROW_HEIGHT / 2);
    const handle = virtual.current;
    if (handle !== null && handle.findItemIndex(offset + handle.viewportSize) >= order.numbers.length - NEAR_END) void following.more(filter);
  };
  const showFresh = (): void => {
    order.release();
    scroller.current?.scrollTo({ top: 0 });
  };

  return (
    <section className="list-pane" aria-label={t('list.label')}>
      <ListHead />
      {order.fresh > 0 && (
        <button type="button" className="fresh-chip" onClick={showFresh}>
          {t('list.fresh', { n: order.fresh })}
        </button>
      )}
      <div
        ref={scroller}
        className="list-scroll"
        onPointerEnter={(event) => event.pointerType === 'mouse' && setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        aria-busy={list.phase === 'loading'}
      >
        {order.numbers.length > 0 ? (
          <Virtualizer ref={virtual} scrollRef={scroller} itemSize={ROW_HEIGHT} onScroll={scrolled} as="ul" item="li">
            {order.numbers.map((number) => (
              <TicketRow key={number} number={number} isSelected={number === selected} isCursor={number === cursor} now={now} onOpen={open} />
            ))}
          </Virtualizer>
        ) : (
          <ListState filter={filter} phase={list.phase} problem={list.problem} />
        )}
      </div>
    </section>
  );
}

function ListState({ filter, phase, problem }: { readonly filter: Filter; readonly phase: 'loading' | 'ready' | 'failed'; readonly problem: string | undefined }) {
  const t = useT();
  const { following } = useDesk();
  const [, setFilter] = useFilter();
  if (phase === 'loading') return <Skeleton />;
  if (phase === 'failed') return <Failure title={t('list.failed')} problem={problem} onRetry={() => void following.show(filter)} />;
  const isFiltered = filter.status !== 'unsolved' || filter.inbox !== undefined;
  const reset = (
    <button type="button" className="button" onClick={() => setFilter({ q: '', status: 'unsolved', inbox: undefined })}>
      {t('filter.reset')}
    </button>
  );
  if (filter.q !== '') return <Empty icon={SearchX} title={t('list.empty.search', { q: filter.q })}>{reset}</Empty>;
  if (isFiltered) return <Empty icon={SearchX} title={t('list.empty.filtered')}>{reset}</Empty>;
  return (
    <Empty icon={filter.view === 'mine' ? ListChecks : InboxIcon} title={t(`list.empty.${filter.view}`)} hint={t(`list.empty.${filter.view}.hint`)}>
      {filter.view === 'mine' && (
        <button type="button" className="button" onClick={() => setFilter({ view: 'unassigned' })}>
          {t('list.showUnassigned')}
        </button>
      )}
    </Empty>
  );
}

function Skeleton() {
  return (
    <div className="skeleton" aria-hidden>
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <div key={row} className="skeleton-row">
          <span className="skeleton-face" />
          <span className="skeleton-lines" />
        </div>
      ))}
    </div>
  );
}
