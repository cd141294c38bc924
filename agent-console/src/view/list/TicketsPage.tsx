import { MessagesSquare } from 'lucide-react';
import { useEffect } from 'react';
import { useLocation, useParams, useSearch } from 'wouter';
import { useT } from '../../i18n/i18n.ts';
import { searchOfFilter } from '../../store/filter.ts';
import { ContextPane } from '../context/ContextPane.tsx';
import { Empty } from '../parts/states.tsx';
import { useCommand } from '../shell/useCommand.ts';
import { ThreadPane } from '../thread/ThreadPane.tsx';
import { useAppState, useDesk, useWiring } from '../useDesk.ts';
import { NARROW, useMedia, WIDE } from '../useNow.ts';
import { TicketList } from './TicketList.tsx';
import { useFilter } from './useFilter.ts';

/** List, thread and person: side by side where there is room, stacked pages on a phone. */
export function TicketsPage() {
  const t = useT();
  const params = useParams<{ number?: string }>();
  const number = /^\d+$/.test(params.number ?? '') ? Number(params.number) : undefined;
  const [filter] = useFilter();
  const [, navigate] = useLocation();
  const isNarrow = useMedia(NARROW);
  const isWide = useMedia(WIDE);
  const context = useContextPane(isWide);
  const home = `/${searchOfFilter(filter)}`;

  useOpened(number);
  useCommand('back', () => (context.isOver ? context.toggle() : navigate(home)), number !== undefined);

  const pane = number === undefined ? 'list' : context.isOpen && isNarrow ? 'context' : 'thread';
  return (
    <div className="desk" data-pane={pane} data-context={context.isOpen ? 'open' : 'shut'}>
      <h1 className="sr-only">{t('nav.tickets')}</h1>
      <TicketList selected={number} />
      {number === undefined ? (
        <section className="thread-pane thread-none">
          <Empty icon={MessagesSquare} title={t('ticket.none')} hint={t('ticket.none.hint')} />
        </section>
      ) : (
        <ThreadPane key={number} number={number} home={home} isContextOpen={context.isOpen} onContext={context.toggle} />
      )}
      {number !== undefined && context.isOpen && <ContextPane key={`context-${number}`} number={number} onClose={context.toggle} isOver={context.isOver} />}
    </div>
  );
}

/** Beside the thread the person's pane is a preference; over it, it is a place one goes back from. */
function useContextPane(isWide: boolean) {
  const { store } = useWiring();
  const prefs = useAppState((state) => state.prefs);
  const search = useSearch();
  const [path, navigate] = useLocation();
  const parameters = new URLSearchParams(search);
  const isShown = parameters.get('panel') === 'person';
  const toggle = (): void => {
    if (isWide) return store.setState({ prefs: { ...prefs, context: !prefs.context } });
    if (isShown) parameters.delete('panel');
    else parameters.set('panel', 'person');
    const next = parameters.toString();
    navigate(next === '' ? path : `${path}?${next}`, { replace: isShown });
  };
  return { isOpen: isWide ? prefs.context : isShown, isOver: !isWide && isShown, toggle };
}

function useOpened(number: number | undefined): void {
  const { reading, showing } = useDesk();
  useEffect(() => {
    if (number === undefined) return showing.leave();
    reading.open(number);
    showing.enter(number);
    return () => showing.leave();
  }, [number, reading, showing]);
}
