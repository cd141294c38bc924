import type { ReactNode } from 'react';
import { useT } from '../../i18n/i18n.ts';
import { LOCALES } from '../../store/prefs.ts';
import { useAppState, useWiring } from '../useDesk.ts';
import { Logo } from '../shell/Logo.tsx';

export const LANGUAGE_NAMES = { en: 'English', 'zh-CN': '简体中文', 'zh-TW': '繁體中文' } as const;

/** The page before the desk: log-in and set-up. */
export function EntryCard({ title, lead, children }: { readonly title: string; readonly lead: string; readonly children: ReactNode }) {
  const t = useT();
  const { store } = useWiring();
  const prefs = useAppState((state) => state.prefs);
  return (
    <main className="entry">
      <div className="entry-card">
        <div className="entry-brand">
          <Logo size={36} />
          <span>{t('app.name')}</span>
        </div>
        <h1>{title}</h1>
        <p className="entry-lead">{lead}</p>
        {children}
      </div>
      <nav className="entry-languages" aria-label={t('settings.language')}>
        {LOCALES.map((locale) => (
          <button key={locale} type="button" lang={locale} aria-pressed={prefs.locale === locale} onClick={() => store.setState({ prefs: { ...prefs, locale } })}>
            {LANGUAGE_NAMES[locale]}
          </button>
        ))}
      </nav>
    </main>
  );
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly type?: string;
  readonly autoComplete?: string;
  readonly hint?: string;
  readonly defaultValue?: string;
  readonly minLength?: number;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
}

export function Field({ label, name, hint, type = 'text', required = true, ...rest }: FieldProps) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <input name={name} type={type} required={required} className="input" {...rest} />
      {hint !== undefined && <span className="field-hint">{hint}</span>}
    </label>
  );
}
