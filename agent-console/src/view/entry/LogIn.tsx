import { useState } from 'react';
import type { FormEvent } from 'react';
import { Problem } from '../../link/http.ts';
import { reasonOf, useT } from '../../i18n/i18n.ts';
import { useAppState, useWiring } from '../useDesk.ts';
import { EntryCard, Field } from './EntryCard.tsx';

export function LogIn() {
  const t = useT();
  const { sessions } = useWiring();
  const session = useAppState((state) => state.session);
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      await sessions.logIn(String(form.get('email')), String(form.get('password')));
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };

  const isWrong = problem instanceof Problem && (problem.status === 401 || problem.status === 400);
  return (
    <EntryCard title={t('login.title')} lead={t('login.lead')}>
      {session.type === 'logged-out' && session.isExpired && <p className="callout" role="status">{t('login.expired')}</p>}
      {session.type === 'logged-out' && session.setupNeeded && <p className="callout" role="status">{t('login.setup')}</p>}
      <form onSubmit={(event) => void submit(event)} className="form">
        <Field label={t('login.email')} name="email" type="email" autoComplete="username" autoFocus />
        <Field label={t('login.password')} name="password" type="password" autoComplete="current-password" />
        {problem !== undefined && (
          <p className="callout callout-bad" role="alert">
            {isWrong ? t('login.wrong') : t('problem.sentence', { reason: reasonOf(problem) })}
          </p>
        )}
        <button type="submit" className="button button-main button-wide" disabled={isBusy}>
          {t('login.submit')}
        </button>
      </form>
    </EntryCard>
  );
}
