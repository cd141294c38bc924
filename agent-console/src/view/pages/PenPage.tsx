import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { dateAndTime, shortAge } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Parked } from '../../model/people.ts';
import { Confirm } from '../parts/Sheet.tsx';
import { Await, Empty } from '../parts/states.tsx';
import { useDesk } from '../useDesk.ts';
import { useLoad } from '../useLoad.ts';
import { useNow } from '../useNow.ts';
import { Page } from './Page.tsx';

type Action = 'reprocess' | 'accept' | 'discard';

/** What came in and could not be placed: a person decides. */
export function PenPage() {
  const t = useT();
  const { api, notices, following } = useDesk();
  const { loaded, again } = useLoad(() => api.pen(), 'pen');
  const [more, setMore] = useState<{ entries: readonly Parked[]; next: string | undefined } | undefined>();
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());

  const resolve = async (parked: Parked, action: Action): Promise<void> => {
    try {
      await api.resolveParked(parked.id, action);
      setSettled((now) => new Set(now).add(parked.id));
      notices.info(t(`pen.done.${action}`));
      void following.readDirectory();
    } catch (problem) {
      notices.problem(problem);
    }
  };
  const readMore = (cursor: string): void => {
    api.pen(cursor).then(
      (page) => setMore((now) => ({ entries: [...(now?.entries ?? []), ...page.data], next: page.page.next ?? undefined })),
      (problem: unknown) => notices.problem(problem),
    );
  };

  return (
    <Page title={t('pen.title')} lead={t('pen.lead')}
      action={<button type="button" className="button" onClick={() => { setMore(undefined); again(); }}>{t('app.refresh')}</button>}>
      <Await loaded={loaded} again={again} title={t('pen.title')}>
        {(page) => {
          const entries = [...page.data, ...(more?.entries ?? [])].filter((parked) => !settled.has(parked.id));
          const next = more === undefined ? (page.page.next ?? undefined) : more.next;
          if (entries.length === 0 && next === undefined) return <Empty icon={ShieldCheck} title={t('pen.empty')} hint={t('pen.empty.hint')} />;
          return (
            <>
              <ul className="cards">
                {entries.map((parked) => (
                  <ParkedCard key={parked.id} parked={parked} onResolve={(action) => void resolve(parked, action)} />
                ))}
              </ul>
              {next !== undefined && <button type="button" className="button" onClick={() => readMore(next)}>{t('app.more')}</button>}
            </>
          );
        }}
      </Await>
    </Page>
  );
}

function ParkedCard({ parked, onResolve }: { readonly parked: Parked; readonly onResolve: (action: Action) => void }) {
  const t = useT();
  const now = useNow();
  const [isAsking, setAsking] = useState(false);
  return (
    <li className="card" data-parked={parked.id}>
      <div className="card-top">
        <span className="tag">{parked.inbox}</span>
        <span className="card-kind">{parked.kind}</span>
        <span className="card-meta">
          {t('pen.tries', { n: parked.tries })} · <time dateTime={parked.at} title={dateAndTime(parked.at)}>{shortAge(parked.at, now)}</time>
        </span>
      </div>
      <p className="card-problem"><code>{parked.problem}</code></p>
      <p className="card-summary">{parked.summary === null || parked.summary === '' ? t('pen.noSummary') : parked.summary}</p>
      <div className="card-actions">
        <button type="button" className="button button-small button-main" onClick={() => onResolve('reprocess')}>{t('pen.reprocess')}</button>
        <button type="button" className="button button-small" onClick={() => onResolve('accept')}>{t('pen.accept')}</button>
        <button type="button" className="button button-small button-quiet-danger" onClick={() => setAsking(true)}>{t('pen.discard')}</button>
      </div>
      {isAsking && (
        <Confirm title={t('pen.discard')} text={t('pen.discardConfirm')} action={t('pen.discard')} onConfirm={() => onResolve('discard')} onClose={() => setAsking(false)} />
      )}
    </li>
  );
}
