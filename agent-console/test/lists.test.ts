import { describe, expect, it } from 'vitest';
import { ticketParameters } from '../src/link/api.ts';
import { EMPTY_BOOK, withAnswer } from '../src/store/book.ts';
import { DEFAULT_FILTER, filterFromSearch, matches, queryOf, searchOfFilter } from '../src/store/filter.ts';
import type { Filter } from '../src/store/filter.ts';
import { heldOrder, NEW_LIST, numbersOf, withPage } from '../src/store/lists.ts';
import { aTicket } from './samples.ts';

const filter = (change: Partial<Filter>): Filter => ({ ...DEFAULT_FILTER, ...change });
const minute = (n: number): string => new Date(Date.UTC(2026, 10, 21, 10, n)).toISOString();

describe('filters', () => {
  it('live in the address and come back from it', () => {
    const all: Filter[] = [filter({}), filter({ view: 'mine', status: 'pending', inbox: 'support', q: '退款 a&b' }), filter({ status: 'any' })];

    for (const one of all) expect(filterFromSearch(searchOfFilter(one))).toEqual(one);
    expect(searchOfFilter(DEFAULT_FILTER)).toBe('');
    expect(filterFromSearch('?view=nonsense&status=wrong')).toEqual(DEFAULT_FILTER);
  });

  it('speak to the server in its words', () => {
    expect(ticketParameters(queryOf(filter({ view: 'mine' })))).toBe('status=new%2Copen%2Cpending%2Chold&assignee=me&limit=50');
    expect(ticketParameters(queryOf(filter({ view: 'unassigned', status: 'any', inbox: 'web', q: ' 你好 ' })), 'c1'))
      .toBe('inbox=web&assignee=none&q=%E4%BD%A0%E5%A5%BD&limit=50&cursor=c1');
  });

  it('decide for a live ticket as the server would', () => {
    const ticket = aTicket(1, { assignee: 'a1', status: 'pending', inbox: 'web' });

    expect(matches(filter({ view: 'mine' }), ticket, 'a1')).toBe(true);
    expect(matches(filter({ view: 'mine' }), ticket, 'a2')).toBe(false);
    expect(matches(filter({ view: 'unassigned' }), ticket, 'a1')).toBe(false);
    expect(matches(filter({ view: 'unassigned' }), aTicket(2), 'a1')).toBe(true);
    expect(matches(filter({}), aTicket(3, { status: 'solved' }), 'a1')).toBe(false);
    expect(matches(filter({ status: 'any' }), aTicket(3, { status: 'solved' }), 'a1')).toBe(true);
    expect(matches(filter({ inbox: 'mail' }), ticket, 'a1')).toBe(false);
  });
});

describe('a list', () => {
  const tickets = [1, 2, 3, 4].map((n) => aTicket(n, { updatedAt: minute(n) }));
  const book = withAnswer(EMPTY_BOOK, tickets, {});

  it('shows only as far down as it was read', () => {
    const half = withPage(NEW_LIST, [tickets[3]!, tickets[2]!], 'next', true, false);
    expect(numbersOf(book, half, DEFAULT_FILTER, 'a1')).toEqual([4, 3]);

    const whole = withPage(half, [tickets[1]!, tickets[0]!], undefined, false, false);
    expect(numbersOf(book, whole, DEFAULT_FILTER, 'a1')).toEqual([4, 3, 2, 1]);
  });

  it('of a search shows what the server found, page by page', () => {
    const first = withPage(NEW_LIST, [tickets[0]!], 'next', true, true);
    expect(numbersOf(book, first, filter({ q: 'x' }), 'a1')).toEqual([1]);
    expect(numbersOf(book, withPage(first, [tickets[2]!], undefined, false, true), filter({ q: 'x' }), 'a1')).toEqual([3, 1]);
  });
});

describe('a list held still under the pointer', () => {
  it('moves no row and counts what waits above', () => {
    expect(heldOrder([4, 3, 2], [5, 4, 3, 2])).toEqual({ shown: [4, 3, 2], fresh: 1 });
    expect(heldOrder([4, 3, 2], [2, 4, 3])).toEqual({ shown: [4, 3, 2], fresh: 1 });
    expect(heldOrder([4, 3, 2], [6, 5, 3, 4, 2])).toEqual({ shown: [4, 3, 2], fresh: 3 });
  });

  it('has nothing to say when nothing moved, and lets older pages in below', () => {
    expect(heldOrder([4, 3], [4, 3])).toEqual({ shown: [4, 3], fresh: 0 });
    expect(heldOrder([4, 3], [4, 3, 2, 1])).toEqual({ shown: [4, 3, 2, 1], fresh: 0 });
    expect(heldOrder([4, 3], [])).toEqual({ shown: [4, 3], fresh: 0 });
  });
});
