import { describe, expect, it, vi } from 'vitest';
import { createHttp, Problem } from '../src/link/http.ts';
import { conflictOf } from '../src/live/changing.ts';
import { unreadCount } from '../src/live/notifying.ts';
import { EMPTY_BOOK, withAnswer } from '../src/store/book.ts';
import { Drafts } from '../src/store/drafts.ts';
import { guessLocale, loadPrefs, savePrefs } from '../src/store/prefs.ts';
import { isUnread, loadSeen, saveSeen, withSeen } from '../src/store/seen.ts';
import { aDesk } from './desk.ts';
import { FakeStorage } from './fakes.ts';
import { aTicket } from './samples.ts';

describe('drafts', () => {
  const now = () => Date.parse('2026-11-21T12:00:00.000Z');

  it('survive a reload, one per agent, ticket and kind', () => {
    const storage = new FakeStorage();
    new Drafts(storage, 'a1', now).keep(7, 'reply', '您好，', [{ id: 'f', name: 'a.png', type: 'image/png', bytes: 3, url: '/u' }]);
    new Drafts(storage, 'a1', now).keep(7, 'note', 'secret', []);
    const after = new Drafts(storage, 'a1', now);

    expect(after.of(7, 'reply')).toMatchObject({ text: '您好，', attachments: [{ id: 'f' }] });
    expect(after.of(7, 'note').text).toBe('secret');
    expect(after.of(8, 'reply').text).toBe('');
    expect(new Drafts(storage, 'a2', now).of(7, 'reply').text).toBe('');
    expect([...after.tickets()]).toEqual([7]);
  });

  it('leave nothing behind once sent', () => {
    const storage = new FakeStorage();
    const drafts = new Drafts(storage, 'a1', now);
    drafts.keep(7, 'reply', 'x', []);
    drafts.keep(7, 'reply', '', []);

    expect(storage.length).toBe(0);
    expect(drafts.tickets().size).toBe(0);
    expect(drafts.of(7, 'reply').text).toBe('');
  });

  it('outlive a full storage for as long as the page', () => {
    const storage = new FakeStorage();
    storage.isFull = true;
    const drafts = new Drafts(storage, 'a1', now);
    drafts.keep(7, 'reply', 'kept', []);

    expect(drafts.of(7, 'reply').text).toBe('kept');
  });

  it('of another age or form are not believed', () => {
    const storage = new FakeStorage();
    storage.setItem('tributary.draft.a1.7.reply', '{"text":5}');
    storage.setItem('tributary.draft.a1.8.reply', JSON.stringify({ text: 'old', attachments: [], at: now() - 31 * 24 * 3600_000 }));
    const drafts = new Drafts(storage, 'a1', now);

    expect(drafts.of(7, 'reply').text).toBe('');
    expect(drafts.of(8, 'reply').text).toBe('');
  });
});

describe('unread', () => {
  const last = (id: string, direction: 'inbound' | 'outbound') => ({ id, direction, author: { kind: 'contact', name: null }, text: 'x', at: '' });

  it('is a ticket whose customer spoke last, until it was on the screen', () => {
    const ticket = aTicket(7, { lastMessage: last('m1', 'inbound') });
    const seen = withSeen(new Map(), 7, 'm1');

    expect(isUnread(new Map(), ticket)).toBe(true);
    expect(isUnread(seen, ticket)).toBe(false);
    expect(isUnread(seen, aTicket(7, { lastMessage: last('m2', 'inbound') }))).toBe(true);
    expect(isUnread(new Map(), aTicket(7, { lastMessage: last('m2', 'outbound') }))).toBe(false);
  });

  it('counts what is mine or nobody’s and not solved', () => {
    const lastMessage = last('m1', 'inbound');
    const book = withAnswer(EMPTY_BOOK, [
      aTicket(1, { lastMessage, assignee: 'a1' }), aTicket(2, { lastMessage }), aTicket(3, { lastMessage, assignee: 'a2' }), aTicket(4, { lastMessage, status: 'solved' }),
    ], {});

    expect(unreadCount({ book, seen: new Map() }, 'a1')).toBe(2);
    expect(unreadCount({ book, seen: new Map([[1, 'm1']]) }, 'a1')).toBe(1);
  });

  it('survives a reload and stays bounded', () => {
    const storage = new FakeStorage();
    let seen = loadSeen(storage, 'a1');
    for (let number = 0; number < 1_100; number += 1) seen = withSeen(seen, number, 'm');
    saveSeen(storage, 'a1', seen);

    expect(loadSeen(storage, 'a1').size).toBe(1_000);
    expect(loadSeen(storage, 'a1').has(1_099)).toBe(true);
  });
});

describe('preferences', () => {
  it.each([[['zh-TW', 'en'], 'zh-TW'], [['zh-Hant-HK'], 'zh-TW'], [['zh-HK'], 'zh-TW'], [['zh'], 'zh-CN'], [['zh-Hans-SG'], 'zh-CN'], [['de', 'en-GB'], 'en'], [['fr'], 'en'], [[], 'en']])(
    '%j reads as %s', (languages, locale) => {
      expect(guessLocale(languages)).toBe(locale);
    });

  it('are kept, and nonsense is not believed', () => {
    const storage = new FakeStorage();
    savePrefs(storage, { ...loadPrefs(storage, ['en']), theme: 'dark', sendKey: 'ctrl-enter' });
    expect(loadPrefs(storage, ['en'])).toMatchObject({ theme: 'dark', sendKey: 'ctrl-enter' });

    storage.setItem('tributary.prefs', '{"locale":"xx","theme":7}');
    expect(loadPrefs(storage, ['zh-CN'])).toMatchObject({ locale: 'zh-CN', theme: 'auto' });
  });
});

describe('a change of a ticket', () => {
  it('goes out against the revision on screen and is shown at once', async () => {
    const sent: unknown[] = [];
    const under = aDesk({ patchTicket: (number, rev, body) => { sent.push([number, rev, body]); return Promise.resolve(aTicket(7, { rev: 5, status: 'solved' })); } });
    under.store.setState({ book: withAnswer(EMPTY_BOOK, [aTicket(7, { rev: 4 })], {}) });

    expect(await under.desk.changing.change(aTicket(7, { rev: 4 }), { status: 'solved' })).toBe(true);
    expect(sent).toEqual([[7, 4, { status: 'solved' }]]);
    expect(under.store.getState().book.entries.get(7)?.ticket.status).toBe('solved');
  });

  it('is repeated on the new revision when others changed something else', async () => {
    const revs: number[] = [];
    const under = aDesk({
      patchTicket: (_, rev) => {
        revs.push(rev);
        return rev === 1 ? Promise.reject(new Problem('precondition-failed', 412, { current: aTicket(7, { rev: 2, priority: 'urgent' }) })) : Promise.resolve(aTicket(7, { rev: 3, status: 'solved', priority: 'urgent' }));
      },
    });

    expect(await under.desk.changing.change(aTicket(7), { status: 'solved' })).toBe(true);
    expect(revs).toEqual([1, 2]);
  });

  it('stops and says so when others changed the same thing', async () => {
    const under = aDesk({ patchTicket: () => Promise.reject(new Problem('precondition-failed', 412, { current: aTicket(7, { rev: 2, status: 'pending' }) })) });
    under.store.setState({ book: withAnswer(EMPTY_BOOK, [aTicket(7)], {}) });

    expect(await under.desk.changing.change(aTicket(7), { status: 'solved' })).toBe(false);
    expect(under.store.getState().notices).toMatchObject([{ tone: 'problem', text: 'Status was changed by somebody else meanwhile: now Pending.', action: { label: 'Apply mine' } }]);
    expect(under.store.getState().book.entries.get(7)?.ticket.status).toBe('pending');
  });

  it('finds a conflict only where both changed the same field to different values', () => {
    expect(conflictOf(aTicket(7), aTicket(7, { tags: ['a'] }), { tags: ['b'] })).toBe('tags');
    expect(conflictOf(aTicket(7), aTicket(7, { tags: ['b'] }), { tags: ['b'] })).toBeUndefined();
    expect(conflictOf(aTicket(7), aTicket(7, { tags: ['a'] }), { status: 'open' })).toBeUndefined();
  });
});

describe('REST', () => {
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}): typeof fetch =>
    vi.fn(() => Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status, headers })));

  it('sends the CSRF header, If-Match and Idempotency-Key with writes only', async () => {
    const fetch = answer(200, {});
    const http = createHttp({ fetch, loggedOut: () => undefined });
    await http.request('PATCH', '/tickets/7', { body: { status: 'open' }, ifMatch: 7, idempotencyKey: 'k' });
    await http.request('GET', '/tickets/7');
    const headers = vi.mocked(fetch).mock.calls.map((call) => call[1]?.headers);

    expect(headers[0]).toMatchObject({ 'x-tributary-csrf': '1', 'if-match': '"7"', 'idempotency-key': 'k', 'content-type': 'application/json' });
    expect(headers[1]).toEqual({ accept: 'application/json' });
  });

  it('turns a problem document into a Problem with its members', async () => {
    const http = createHttp({ fetch: answer(409, { code: 'stale-context', seq: 9 }, { 'retry-after': '3' }), loggedOut: () => undefined });

    const problem = await http.request('POST', '/x').catch((failure: unknown) => failure);

    expect(problem).toMatchObject({ code: 'stale-context', status: 409, members: { seq: 9 }, retryAfterSeconds: 3, isPassing: false });
  });

  it.each([[502, 'unavailable', true], [404, 'not-found', false], [413, 'too-large', false], [418, 'bad-request', false]])(
    'names a %i without a document %s', async (status, code, isPassing) => {
      const http = createHttp({ fetch: vi.fn(() => Promise.resolve(new Response('<html>', { status }))), loggedOut: () => undefined });

      expect(await http.request('GET', '/x').catch((failure: unknown) => failure)).toMatchObject({ code, isPassing });
    });

  it('calls a line that breaks before or in the answer "network"', async () => {
    const broken = createHttp({ fetch: () => Promise.reject(new TypeError('failed to fetch')), loggedOut: () => undefined });
    const half = createHttp({ fetch: vi.fn(() => Promise.resolve(new Response('{"data":[', { status: 200 }))), loggedOut: () => undefined });

    for (const http of [broken, half]) expect(await http.request('GET', '/x').catch((failure: unknown) => failure)).toMatchObject({ code: 'network', status: 0, isPassing: true });
  });

  it('tells of an ended session, except where 401 is an answer', async () => {
    const loggedOut = vi.fn();
    const http = createHttp({ fetch: answer(401, { code: 'unauthorized' }), loggedOut });
    await http.request('GET', '/session', { anonymous: true }).catch(() => undefined);
    expect(loggedOut).not.toHaveBeenCalled();

    await http.request('GET', '/tickets').catch(() => undefined);
    expect(loggedOut).toHaveBeenCalledOnce();
  });
});
