import { MailX } from 'lucide-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { dateAndTime, shortAge } from '../../i18n/format.ts';
import { known, useT } from '../../i18n/i18n.ts';
import type { Suppression } from '../../model/people.ts';
import { Confirm } from '../parts/Sheet.tsx';
import { Await, Empty } from '../parts/states.tsx';
import { useDesk } from '../useDesk.ts';
import { useLoad } from '../useLoad.ts';
import { useNow } from '../useNow.ts';
import { Page } from './Page.tsx';

/** Addresses that nobody here writes to. Bounces and complaints put them here; a person may, and lifts them. */
export function SuppressionsPage() {
  const t = useT();
  const { api, notices } = useDesk();
  const [query, setQuery] = useState('');
  const { loaded, again } = useLoad(() => api.suppressions(query), `suppressions ${query}`);
  const [more, setMore] = useState<{ entries: readonly Suppression[]; next: string | undefined } | undefined>();
  const [lifted, setLifted] = useState<Suppression | undefined>();
  const anew = (): void => {
    setMore(undefined);
    again();
  };
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    try {
      await api.suppress(String(values.get('address')).trim(), String(values.get('note')).trim());
      form.reset();
      anew();
    } catch (problem) {
      notices.problem(problem);
    }
  };
  const lift = (entry: Suppression): void => {
    api.lift(entry.id).then(anew, (problem: unknown) => notices.problem(problem));
  };
  const readMore = (cursor: string): void => {
    api.suppressions(query, cursor).then(
      (page) => setMore((now) => ({ entries: [...(now?.entries ?? []), ...page.data], next: page.page.next ?? undefined })),
      (problem: unknown) => notices.problem(problem),
    );
  };
  return (
    <Page title={t('nav.suppressions')} lead={t('suppressions.lead')}>
      <form className="inline-form" onSubmit={(event) => void add(event)}>
        <input name="address" type="email" className="input" required maxLength={320} placeholder={t('suppressions.address')} aria-label={t('suppressions.address')} />
        <input name="note" className="input" maxLength={500} placeholder={t('suppressions.note')} aria-label={t('suppressions.note')} />
        <button type="submit" className="button button-main">{t('suppressions.add')}</button>
      </form>
      <input type="search" className="input" value={query} placeholder={t('suppressions.search')} aria-label={t('suppressions.search')}
        onChange={(event) => { setMore(undefined); setQuery(event.target.value); }} />
      <Await loaded={loaded} again={again} title={t('nav.suppressions')}>
        {(page) => {
          const entries = [...page.data, ...(more?.entries ?? [])];
          const next = more === undefined ? (page.page.next ?? undefined) : more.next;
          if (entries.length === 0) return <Empty icon={MailX} title={t('suppressions.empty')} />;
          return (
            <>
              <ul className="cards">
                {entries.map((entry) => <SuppressionCard key={entry.id} entry={entry} onLift={() => setLifted(entry)} />)}
              </ul>
              {next !== undefined && <button type="button" className="button" onClick={() => readMore(next)}>{t('app.more')}</button>}
            </>
          );
        }}
      </Await>
      {lifted !== undefined && (
        <Confirm title={t('suppressions.lift')} text={t('suppressions.liftConfirm', { name: lifted.address })} action={t('suppressions.lift')}
          onConfirm={() => lift(lifted)} onClose={() => setLifted(undefined)} />
      )}
    </Page>
  );
}

function SuppressionCard({ entry, onLift }: { readonly entry: Suppression; readonly onLift: () => void }) {
  const t = useT();
  const now = useNow();
  const reason = known(`suppression.${entry.reason}`);
  return (
    <li className="card card-flat" data-suppressed={entry.address}>
      <MailX size={18} strokeWidth={1.6} aria-hidden />
      <div className="card-grow">
        <strong><bdi>{entry.address}</bdi></strong>
        <p className="card-meta">
          {reason === undefined ? entry.reason : t(reason)}
          {entry.reason === 'soft-bounce' && <> · {t('suppressions.strikes', { n: entry.strikes })}</>}
          {!entry.active && <> · {t('suppressions.inactive')}</>}
          {' · '}
          <time dateTime={entry.at} title={dateAndTime(entry.at)}>{shortAge(entry.at, now)}</time>
          {entry.expiresAt !== null && <> · {t('suppressions.until', { value: dateAndTime(entry.expiresAt) })}</>}
        </p>
        {entry.note !== '' && <p className="card-summary">{entry.note}</p>}
      </div>
      <button type="button" className="button button-small button-quiet-danger" onClick={onLift}>{t('suppressions.lift')}</button>
    </li>
  );
}
