import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render, screen } from '@testing-library/react';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { activate } from '../src/i18n/i18n.ts';
import { LOCALES } from '../src/store/prefs.ts';
import { CardItem } from '../src/view/thread/CardItem.tsx';

function catalog(locale: string): ReadonlyMap<string, string> {
  const source = readFileSync(join(import.meta.dirname, `../src/i18n/channels/${locale}.ts`), 'utf8');
  return new Map([...source.matchAll(/^ {2}'([^']+)': '((?:[^'\\]|\\.)*)',$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** Characters that exist only in simplified script, and words that Taiwan does not use. */
const NOT_TAIWAN = /消息|用户|短信|设置|网络|这|们|个|发|关|开|时|为|过|无/;

afterAll(() => activate('en'));

describe.each(LOCALES)('the words of channels in %s', (locale) => {
  it('are those of the source, none empty', () => {
    const words = catalog(locale);
    expect([...words.keys()]).toEqual([...catalog('en').keys()]);
    expect(words.size).toBeGreaterThan(50);
    expect([...words.values()].filter((word) => word.trim() === '')).toEqual([]);
    if (locale === 'zh-TW') expect([...words.values()].filter((word) => NOT_TAIWAN.test(word))).toEqual([]);
  });
});

describe('a card', () => {
  beforeEach(() => activate('zh-CN'));

  it('says in the agent’s language what a customer did', async () => {
    render(<CardItem card={{ kind: 'location', facts: { latitude: '23.1', longitude: '113.3', title: '广州塔' } }} />);
    render(<CardItem card={{ kind: 'session', facts: { change: 'taken', by: 'zhang' } }} />);
    render(<CardItem card={{ kind: 'unsupported', facts: { type: 'hologram' } }} />);

    expect(await screen.findByText('位置')).toBeTruthy();
    expect(screen.getByText('广州塔')).toBeTruthy();
    const facts = [...document.querySelectorAll('.card-item-fact')].map((fact) => fact.textContent);
    expect(facts).toEqual(['纬度: 23.1', '经度: 113.3', '变更: 同事已接管', '同事: zhang', '类型: hologram']);
    expect(screen.getByText('暂时无法显示的消息类型')).toBeTruthy();
  });

  it('of a kind nobody knows here shows its own name', () => {
    render(<CardItem card={{ kind: 'brand-new', facts: { colour: 'blue' } }} />);

    expect(screen.getByText('brand-new')).toBeTruthy();
    expect(document.querySelector('.card-item-fact')?.textContent).toBe('colour: blue');
  });
});
