import { CircleAlert, LoaderCircle } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { reasonOf, useT } from '../../i18n/i18n.ts';
import type { Loaded } from '../useLoad.ts';

export function Spinner() {
  const t = useT();
  return (
    <div className="state" role="status">
      <LoaderCircle className="spin" size={22} aria-hidden />
      <span className="sr-only">{t('app.loading')}</span>
    </div>
  );
}

export function Empty({ icon: Icon, title, hint, children }: { readonly icon: LucideIcon; readonly title: string; readonly hint?: string; readonly children?: ReactNode }) {
  return (
    <div className="state">
      <Icon size={30} strokeWidth={1.5} aria-hidden className="state-icon" />
      <p className="state-title">{title}</p>
      {hint !== undefined && <p className="state-hint">{hint}</p>}
      {children}
    </div>
  );
}

export function Failure({ title, problem, onRetry }: { readonly title: string; readonly problem?: unknown; readonly onRetry?: () => void }) {
  const t = useT();
  return (
    <div className="state" role="alert">
      <CircleAlert size={30} strokeWidth={1.5} aria-hidden className="state-icon state-icon-bad" />
      <p className="state-title">{title}</p>
      {problem !== undefined && <p className="state-hint">{reasonOf(problem)}</p>}
      {onRetry !== undefined && (
        <button type="button" className="button" onClick={onRetry}>
          {t('app.retry')}
        </button>
      )}
    </div>
  );
}

/** The three states of something read for a page. */
export function Await<T>({ loaded, again, title, children }: { readonly loaded: Loaded<T>; readonly again: () => void; readonly title: string; readonly children: (value: T) => ReactNode }) {
  if (loaded.type === 'loading') return <Spinner />;
  if (loaded.type === 'failed') return <Failure title={title} problem={loaded.problem} onRetry={again} />;
  return children(loaded.value);
}
