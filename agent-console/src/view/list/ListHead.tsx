import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/i18n.ts';
import { STATUSES } from '../../model/ticket.ts';
import type { Filter } from '../../store/filter.ts';
import { VIEWS } from '../../store/filter.ts';
import { unreadCount } from '../../live/notifying.ts';
import { StatusDot } from '../parts/badges.tsx';
import { Choice } from '../parts/Choice.tsx';
import { useCommand } from '../shell/useCommand.ts';
import { useAppState, useDesk } from '../useDesk.ts';
import { useFilter } from './useFilter.ts';

const TYPING_PAUSE_MS = 250;

export function ListHead() {
  const t = useT();
  const { me } = useDesk();
  const [filter, setFilter] = useFilter();
  const inboxes = useAppState((state) => state.inboxes);
  const unread = useAppState((state) => unreadCount(state, me.id));
  return (
    <header className="list-head">
      <div className="tabs" role="group" aria-label={t('view.label')}>
        {VIEWS.map((view) => (
          <button key={view} type="button" className="tab" aria-pressed={filter.view === view} onClick={() => setFilter({ view })} data-view={view}>
            {t(`view.${view}`)}
          </button>
        ))}
        {unread > 0 && <span className="tabs-unread" title={t('list.unread')}>{unread}</span>}
      </div>
      <SearchBox />
      <div className="filters">
        <Choice
          name="filter-status"
          label={t('filter.status')}
          value={filter.status}
          onChoose={(status) => setFilter({ status: status as Filter['status'] })}
          options={[
            { value: 'unsolved', label: t('filter.unsolved') },
            { value: 'any', label: t('filter.any') },
            ...STATUSES.map((status) => ({ value: status, label: t(`status.${status}`), icon: <StatusDot status={status} /> })),
          ]}
        />
        <Choice
          name="filter-inbox"
          label={t('filter.inbox')}
          value={filter.inbox ?? ''}
          onChoose={(inbox) => setFilter({ inbox: inbox === '' ? undefined : inbox })}
          options={[{ value: '', label: t('filter.allInboxes') }, ...inboxes.map((inbox) => ({ value: inbox.name, label: inbox.name }))]}
        />
      </div>
    </header>
  );
}

/** Searches while one types, but not in the middle of a composition. */
function SearchBox() {
  const t = useT();
  const [filter, setFilter] = useFilter();
  const [text, setText] = useState(filter.q);
  const isComposing = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(filter.q), [filter.q]);
  useEffect(() => {
    if (text === filter.q) return;
    const timer = setTimeout(() => !isComposing.current && setFilter({ q: text }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  useCommand('search', () => input.current?.focus());
  return (
    <div className="search">
      <Search size={15} aria-hidden />
      <input
        ref={input}
        type="search"
        className="search-input"
        value={text}
        placeholder={t('filter.search')}
        aria-label={t('filter.search')}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => (isComposing.current = true)}
        onCompositionEnd={(event) => {
          isComposing.current = false;
          setText(event.currentTarget.value);
        }}
        onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && event.currentTarget.blur()}
      />
      {text !== '' && (
        <button type="button" className="icon-button" aria-label={t('filter.clearSearch')} onClick={() => setFilter({ q: '' })}>
          <X size={15} aria-hidden />
        </button>
      )}
    </div>
  );
}
