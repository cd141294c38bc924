import { setupI18n } from '@lingui/core';
import { useEffect, useSyncExternalStore } from 'react';
import { Problem } from '../link/http.ts';
import type { Author } from '../model/ticket.ts';
import type { Locale } from '../store/prefs.ts';
import type { ChannelWords } from './channels/en.ts';
import type { Catalog, MessageKey } from './en.ts';

/**
 * Catalogs are ICU messages: TypeScript checks their keys, the build compiles them (`scripts/catalogs.ts`), Lingui formats them.
 * Each language is a chunk of its own.
 */

const i18n = setupI18n({ missing: (_, id) => id });

const CATALOGS: Readonly<Record<Locale, () => Promise<Catalog>>> = {
  en: () => import('./en.ts').then((module) => module.en),
  'zh-CN': () => import('./zh-CN.ts').then((module) => module.zhCN),
  'zh-TW': () => import('./zh-TW.ts').then((module) => module.zhTW),
};

const CHANNELS: Readonly<Record<Locale, () => Promise<ChannelWords>>> = {
  en: () => import('./channels/en.ts').then((module) => module.words),
  'zh-CN': () => import('./channels/zh-CN.ts').then((module) => module.words),
  'zh-TW': () => import('./channels/zh-TW.ts').then((module) => module.words),
};

export type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: Values) => string;

export async function activate(locale: Locale): Promise<void> {
  i18n.loadAndActivate({ locale, messages: { ...(await CATALOGS[locale]()) } });
  document.documentElement.lang = locale;
}

export function t(key: MessageKey, values: Values = {}): string {
  return i18n._(key, { ...values });
}

export function currentLocale(): string {
  return i18n.locale || 'en';
}

/** Re-renders the component when the language changes. */
export function useT(): Translate {
  useSyncExternalStore(onChange, () => i18n.locale);
  return t;
}

/** Answers the word of an open set under a prefix, such as a card's kind; `undefined` if this console has none. */
export type Words = (prefix: string, name: string, values?: Values) => string | undefined;

/** Words for what channels bring; they arrive a moment after they are needed first. */
export function useWords(): Words {
  const locale = useSyncExternalStore(onChange, () => i18n.locale);
  useSyncExternalStore(onChange, () => Object.keys(i18n.messages).length);
  useEffect(() => void loadWords(locale as Locale), [locale]);
  return (prefix, name, values = {}) => {
    const key = `${prefix}.${name}`;
    return i18n.messages[key] === undefined ? undefined : i18n._(key, { ...values });
  };
}

/** Without them the names that the server uses are shown: no reason to complain. */
export async function loadWords(locale: Locale): Promise<void> {
  if (i18n.messages['card.unsupported'] !== undefined) return;
  const words = await CHANNELS[locale]().catch(() => undefined);
  if (words !== undefined && i18n.locale === locale) i18n.load(locale, { ...words });
}

function onChange(changed: () => void): () => void {
  return i18n.on('change', changed);
}

/** Visitors often have no name yet: the end of their id tells them apart. */
export function personName(translate: Translate, contact: Named | undefined): string {
  const name = contact?.name?.trim() ?? '';
  if (name !== '') return name;
  const id = contact?.id ?? '';
  return id === '' ? translate('ticket.unknownContact') : translate('ticket.visitor', { code: id.slice(-4).toUpperCase() });
}

/** Who wrote a message, as its head says it; an answer may leave the author's id or name to the ticket's contact. */
export function authorName(translate: Translate, author: Author, contact: Named | undefined): string {
  const given = givenName(author, contact);
  if (given !== undefined) return given;
  if (author.kind === 'system') return translate('message.system');
  return personName(translate, { id: author.id || (author.kind === 'contact' ? contact?.id : undefined), name: null });
}

/** A name or an address that somebody has, as against one made up here. */
export function givenName(author: Author, contact: Named | undefined): string | undefined {
  const isContact = author.kind === 'contact' && (!author.id || author.id === contact?.id);
  return [author.name, author.address, isContact ? contact?.name : undefined].find((name) => (name?.trim() ?? '') !== '') ?? undefined;
}

interface Named {
  readonly id?: string | undefined;
  readonly name: string | null;
}

/** Values of an open set (channels, rules, codes) have a word only if this console knows them. */
export function known(key: string): MessageKey | undefined {
  return i18n.messages[key] === undefined ? undefined : (key as MessageKey);
}

/** A problem's code in the reader's language; an unknown one shows itself, so that it can be reported. */
export function reasonOf(problem: unknown): string {
  const code = problem instanceof Problem ? problem.code : typeof problem === 'string' ? problem : 'other';
  const key = code === 'other' || code === 'sentence' ? undefined : known(`problem.${code}`);
  return key === undefined ? t('problem.other', { code }) : t(key);
}
