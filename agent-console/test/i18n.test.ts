import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dayName, fileSize, initials, shortAge } from '../src/i18n/format.ts';
import { activate, reasonOf, t } from '../src/i18n/i18n.ts';
import { Problem } from '../src/link/http.ts';
import { DELIVERY_STATES, PRIORITIES, STATUSES } from '../src/model/ticket.ts';
import { LOCALES } from '../src/store/prefs.ts';

/** The catalogs as translators see them: the modules hold compiled messages. */
function catalog(locale: string): ReadonlyMap<string, string> {
  const source = readFileSync(join(import.meta.dirname, `../src/i18n/${locale}.ts`), 'utf8');
  return new Map([...source.matchAll(/^ {2}'([^']+)': '((?:[^'\\]|\\.)*)',$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

const placeholders = (message: string): string[] => [...new Set([...message.matchAll(/\{(\w+)(?:\}|, plural)/g)].map((match) => match[1] ?? ''))].sort();
const SOURCE = catalog('en');
/** What Taiwan does not say: words of the mainland, and characters that exist only in simplified script. */
const NOT_TAIWAN = /消息|用户|登录|默认|短信|搜索|服务器|设置|网络|这|们|个|发|关|开|时|为|过|无/;

afterAll(() => activate('en'));

describe.each(LOCALES)('the catalog %s', (locale) => {
  const messages = catalog(locale);

  it('has every message, none empty, and no other', () => {
    expect(SOURCE.size).toBeGreaterThan(250);
    expect([...messages.keys()].sort()).toEqual([...SOURCE.keys()].sort());
    expect([...messages].filter(([, message]) => message.trim() === '')).toEqual([]);
  });

  it('uses the placeholders of the source', () => {
    const differing = [...messages].filter(([key, message]) => {
      const wanted = placeholders(SOURCE.get(key) ?? '');
      // A count may be left out where the language has no plural.
      return placeholders(message).some((name) => !wanted.includes(name)) || wanted.some((name) => name !== 'n' && !placeholders(message).includes(name));
    });
    expect(differing).toEqual([]);
  });

  it('formats each message', async () => {
    await activate(locale);
    for (const key of SOURCE.keys()) {
      const text = t(key as Parameters<typeof t>[0], { n: 2, name: 'N', names: 'N', text: 'T', q: 'Q', number: 1, actor: 'A', from: 'F', to: 'T', tags: 'x', field: 'F', value: 'V', tag: 't', code: 'c', reason: 'r', rule: 'R', date: 'D', channel: 'C' });
      expect(text, key).not.toBe('');
      expect(text, key).not.toMatch(/[{}]/);
      expect(text, key).not.toBe(key);
    }
  });

  it('has words for all statuses, priorities, deliveries and problem codes of the contract', () => {
    const codes = ['not-found', 'forbidden', 'unauthorized', 'bad-request', 'unknown-member', 'stale-context', 'open-ticket-exists', 'precondition-failed', 'idempotency-mismatch', 'rate-limited', 'csrf', 'unavailable', 'conflict', 'too-large'];
    const rules = ['plus-address', 'in-reply-to', 'references', 'subject-number', 'open-ticket', 'reopened', 'new'];
    const wanted = [
      ...STATUSES.map((status) => `status.${status}`), ...PRIORITIES.map((priority) => `priority.${priority}`), ...DELIVERY_STATES.map((state) => `delivery.${state}`),
      ...codes.map((code) => `problem.${code}`), ...rules.map((rule) => `why.${rule}`),
    ];
    expect(wanted.filter((key) => !messages.has(key))).toEqual([]);
  });
});

describe('words', () => {
  it('of zh-TW are Taiwan’s', () => {
    expect([...catalog('zh-TW')].filter(([, message]) => NOT_TAIWAN.test(message))).toEqual([]);
  });

  it('follow the language', async () => {
    await activate('zh-CN');
    expect(t('list.fresh', { n: 3 })).toBe('3 条更新');
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(reasonOf(new Problem('rate-limited', 429))).toBe('操作过于频繁，请稍候');
    await activate('zh-TW');
    expect(t('thread.jump', { n: 0 })).toBe('回到最新');
    await activate('en');
    expect([t('list.fresh', { n: 1 }), t('list.fresh', { n: 2 })]).toEqual(['1 update', '2 updates']);
    expect(reasonOf(new Problem('brand-new', 400))).toBe('something went wrong (brand-new)');
  });

  it('of time and size are short', () => {
    const now = new Date(2026, 10, 21, 20, 15).getTime();
    expect(shortAge(new Date(now - 5 * 60_000).toISOString(), now)).toBe('5m ago');
    expect(shortAge(new Date(2026, 10, 21, 9, 5).toISOString(), now)).toBe('09:05');
    expect(dayName(new Date(2026, 10, 20, 23, 59).toISOString(), now)).toBe('Yesterday');
    expect(shortAge(null, now)).toBe('');
    expect(fileSize(345_678)).toBe('337.6 kB');
  });

  it('of a face are the given name in Chinese and initials else', () => {
    expect(['李小明', '王伟', 'Ada Lindqvist', 'cher', 'jane@example.com', '', null].map(initials)).toEqual(['小明', '王伟', 'AL', 'C', 'JE', '?', '?']);
  });
});
