import type { TextStorage } from './drafts.ts';

export const LOCALES = ['en', 'zh-CN', 'zh-TW'] as const;
export type Locale = (typeof LOCALES)[number];
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What a person chose in this browser. */
export interface Prefs {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly sendKey: 'enter' | 'ctrl-enter';
  readonly sound: boolean;
  readonly desktop: boolean;
  readonly shortcuts: boolean;
  readonly context: boolean;
}

const KEY = 'tributary.prefs';

export function loadPrefs(storage: TextStorage, languages: readonly string[]): Prefs {
  const defaults: Prefs = {
    locale: guessLocale(languages), theme: 'auto', sendKey: 'enter', sound: false, desktop: false, shortcuts: true, context: true,
  };
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '{}') as Partial<Prefs>;
    const prefs = { ...defaults, ...kept };
    return {
      ...prefs,
      locale: LOCALES.includes(prefs.locale) ? prefs.locale : defaults.locale,
      theme: THEMES.includes(prefs.theme) ? prefs.theme : 'auto',
    };
  } catch {
    return defaults;
  }
}

export function savePrefs(storage: TextStorage, prefs: Prefs): void {
  try {
    storage.setItem(KEY, JSON.stringify(prefs));
  } catch {
    // The choice lasts for this page only.
  }
}

/** Traditional script for zh-TW, zh-HK, zh-MO and zh-Hant; simplified for any other Chinese. */
export function guessLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return /hant|-(tw|hk|mo)\b/i.test(language) ? 'zh-TW' : 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}
