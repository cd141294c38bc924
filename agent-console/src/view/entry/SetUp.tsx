import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { reasonOf, useT } from '../../i18n/i18n.ts';
import { Problem } from '../../link/http.ts';
import { useAppState, useWiring } from '../useDesk.ts';
import { EntryCard, Field } from './EntryCard.tsx';

const SHORTEST_PASSWORD = 10;

/** The one-time set-up link: the token stands behind `#`, where no server log sees it. */
export function SetUp() {
  const t = useT();
  const { sessions } = useWiring();
  const session = useAppState((state) => state.session);
  const [, navigate] = useLocation();
  const [token] = useState(() => window.location.hash.slice(1));
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    if (session.type === 'logged-in') navigate('/', { replace: true });
  }, [session.type, navigate]);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      await sessions.setUp({ token, name: String(form.get('name')).trim(), email: String(form.get('email')).trim(), password: String(form.get('password')) });
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };

  const isDone = session.type === 'logged-out' && !session.setupNeeded;
  if (isDone || token === '') {
    return (
      <EntryCard title={t('setup.title')} lead={isDone ? t('setup.done') : t('setup.noToken')}>
        <button type="button" className="button button-main button-wide" onClick={() => navigate('/', { replace: true })}>
          {t('setup.toLogin')}
        </button>
      </EntryCard>
    );
  }
  const isRefused = problem instanceof Problem && [401, 403, 404].includes(problem.status);
  return (
    <EntryCard title={t('setup.title')} lead={t('setup.lead')}>
      <form onSubmit={(event) => void submit(event)} className="form">
        <Field label={t('setup.name')} name="name" autoComplete="name" autoFocus />
        <Field label={t('login.email')} name="email" type="email" autoComplete="username" />
        <Field label={t('login.password')} name="password" type="password" autoComplete="new-password" minLength={SHORTEST_PASSWORD} hint={t('setup.passwordHint')} />
        {problem !== undefined && (
          <p className="callout callout-bad" role="alert">
            {isRefused ? t('setup.badToken') : t('problem.sentence', { reason: reasonOf(problem) })}
          </p>
        )}
        <button type="submit" className="button button-main button-wide" disabled={isBusy}>
          {t('setup.submit')}
        </button>
      </form>
    </EntryCard>
  );
}
