import { Copy, KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { dateAndTime, shortAge } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { ApiToken } from '../../model/people.ts';
import { Confirm } from '../parts/Sheet.tsx';
import { Await, Empty } from '../parts/states.tsx';
import { useDesk } from '../useDesk.ts';
import { useLoad } from '../useLoad.ts';
import { useNow } from '../useNow.ts';
import { Page } from './Page.tsx';

export function TokensPage() {
  const t = useT();
  const { api, notices } = useDesk();
  const { loaded, again } = useLoad(() => api.tokens(), 'tokens');
  const [made, setMade] = useState<{ name: string; token: string } | undefined>();
  const [dropped, setDropped] = useState<ApiToken | undefined>();
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      setMade(await api.addToken(String(new FormData(form).get('name')).trim()));
      form.reset();
      again();
    } catch (problem) {
      notices.problem(problem);
    }
  };
  const drop = (token: ApiToken): void => {
    api.dropToken(token.id).then(again, (problem: unknown) => notices.problem(problem));
  };
  return (
    <Page title={t('tokens.title')} lead={t('tokens.lead')}>
      <form className="inline-form" onSubmit={(event) => void add(event)}>
        <input name="name" className="input" required maxLength={100} placeholder={t('tokens.name')} aria-label={t('tokens.name')} />
        <button type="submit" className="button button-main">{t('tokens.add')}</button>
      </form>
      {made !== undefined && <MadeToken name={made.name} token={made.token} onDone={() => setMade(undefined)} />}
      <Await loaded={loaded} again={again} title={t('tokens.title')}>
        {(tokens) =>
          tokens.length === 0 ? (
            <Empty icon={KeyRound} title={t('tokens.empty')} />
          ) : (
            <ul className="cards">
              {tokens.map((token) => (
                <TokenCard key={token.id} token={token} onDrop={() => setDropped(token)} />
              ))}
            </ul>
          )
        }
      </Await>
      {dropped !== undefined && (
        <Confirm title={t('tokens.drop')} text={t('tokens.dropConfirm', { name: dropped.name })} action={t('tokens.drop')}
          onConfirm={() => drop(dropped)} onClose={() => setDropped(undefined)} />
      )}
    </Page>
  );
}

function MadeToken({ name, token, onDone }: { readonly name: string; readonly token: string; readonly onDone: () => void }) {
  const t = useT();
  const { notices } = useDesk();
  const copy = (): void => {
    navigator.clipboard?.writeText(token).then(() => notices.info(t('app.copied')), () => undefined);
  };
  return (
    <div className="callout made-token" role="status">
      <p>
        <strong>{name}</strong> · {t('tokens.once')}
      </p>
      <code>{token}</code>
      <div className="card-actions">
        <button type="button" className="button button-small button-main" onClick={copy}>
          <Copy size={14} aria-hidden />
          {t('app.copy')}
        </button>
        <button type="button" className="button button-small" onClick={onDone}>{t('app.dismiss')}</button>
      </div>
    </div>
  );
}

function TokenCard({ token, onDrop }: { readonly token: ApiToken; readonly onDrop: () => void }) {
  const t = useT();
  const now = useNow();
  return (
    <li className="card card-flat">
      <KeyRound size={18} strokeWidth={1.6} aria-hidden />
      <div className="card-grow">
        <strong>{token.name}</strong>
        <p className="card-meta">
          {t('tokens.created')}: <span title={dateAndTime(token.createdAt)}>{shortAge(token.createdAt, now)}</span>
          {' · '}
          {t('tokens.lastUsed')}: {token.lastUsedAt === null ? t('app.never') : shortAge(token.lastUsedAt, now)}
        </p>
      </div>
      <button type="button" className="button button-small button-quiet-danger" onClick={onDrop}>{t('tokens.drop')}</button>
    </li>
  );
}
