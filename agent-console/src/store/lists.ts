import type { Ticket } from '../model/ticket.ts';
import type { Book } from './book.ts';
import { newestFirst } from './book.ts';
import type { Filter } from './filter.ts';
import { matches, searchOfFilter } from './filter.ts';

/** How far one filtered list has been read from the server. */
export interface ListState {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly problem: string | undefined;
  /** `undefined` when the end was reached. */
  readonly next: string | undefined;
  /** The last ticket read: beyond it the console may know tickets, but not all of them. */
  readonly edge: Edge | undefined;
  /** The numbers the server found for `q`; other lists are computed from the book. */
  readonly found: readonly number[] | undefined;
  readonly loadingMore: boolean;
}

type Edge = Pick<Ticket, 'updatedAt' | 'number'>;

export const NEW_LIST: ListState = {
  phase: 'loading', problem: undefined, next: undefined, edge: undefined, found: undefined, loadingMore: false,
};

export function listKey(filter: Filter): string {
  return searchOfFilter(filter);
}

/** The list after a page of it was read; `first` starts it over. */
export function withPage(list: ListState, page: readonly Ticket[], next: string | undefined, first: boolean, isSearch: boolean): ListState {
  const last = page.at(-1);
  const numbers = page.map((ticket) => ticket.number);
  return {
    phase: 'ready',
    problem: undefined,
    next,
    edge: next === undefined ? undefined : last === undefined ? list.edge : { updatedAt: last.updatedAt, number: last.number },
    found: isSearch ? [...new Set([...(first ? [] : (list.found ?? [])), ...numbers])] : undefined,
    loadingMore: false,
  };
}

/** The numbers of a list, newest activity first, as far as the list is complete. */
export function numbersOf(book: Book, list: ListState, filter: Filter, me: string): readonly number[] {
  const known = list.found === undefined ? [...book.entries.values()] : list.found.flatMap((number) => book.entries.get(number) ?? []);
  return known
    .map((entry) => entry.ticket)
    .filter((ticket) => matches(filter, ticket, me) && isWithin(ticket, list.edge))
    .sort(newestFirst)
    .map((ticket) => ticket.number);
}

function isWithin(ticket: Ticket, edge: Edge | undefined): boolean {
  return edge === undefined || newestFirst(ticket, edge as Ticket) <= 0;
}

/** What is on screen while the pointer rests on the list: nothing moves, and what would appear is counted. */
export function heldOrder(held: readonly number[], live: readonly number[]): { readonly shown: readonly number[]; readonly fresh: number } {
  const heldSet = new Set(held);
  const firstHeld = held.find((number) => live.includes(number));
  // Fresh: not shown yet, or moved up to the top since. Older pages that were read on demand go below.
  const edgeIndex = firstHeld === undefined ? live.length : live.indexOf(firstHeld);
  const lastHeldIndex = Math.max(-1, ...held.map((number) => live.indexOf(number)));
  const below = live.slice(lastHeldIndex + 1).filter((number) => !heldSet.has(number));
  const belowSet = new Set(below);
  const added = live.filter((number) => !heldSet.has(number) && !belowSet.has(number)).length;
  const moved = live.slice(0, edgeIndex).filter((number) => heldSet.has(number)).length;
  return { shown: [...held, ...below], fresh: added + moved };
}
