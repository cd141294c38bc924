import type { TicketQuery } from '../link/api.ts';
import type { Status, Ticket } from '../model/ticket.ts';
import { STATUSES, UNSOLVED } from '../model/ticket.ts';

export const VIEWS = ['mine', 'unassigned', 'all'] as const;
export type View = (typeof VIEWS)[number];

/** What the list shows. Lives in the page's address, so that back, reload and a shared link keep it. */
export interface Filter {
  readonly view: View;
  /** `unsolved` is the default; `any` hides nothing. */
  readonly status: 'unsolved' | 'any' | Status;
  readonly inbox: string | undefined;
  readonly q: string;
}

export const DEFAULT_FILTER: Filter = { view: 'all', status: 'unsolved', inbox: undefined, q: '' };

export function filterFromSearch(search: string): Filter {
  const parameters = new URLSearchParams(search);
  const view = parameters.get('view');
  const status = parameters.get('status');
  return {
    view: VIEWS.find((known) => known === view) ?? DEFAULT_FILTER.view,
    status: status === 'any' ? 'any' : (STATUSES.find((known) => known === status) ?? 'unsolved'),
    inbox: parameters.get('inbox') ?? undefined,
    q: parameters.get('q') ?? '',
  };
}

/** The address part of a filter, `''` for the default one. */
export function searchOfFilter(filter: Filter): string {
  const parameters = new URLSearchParams();
  if (filter.view !== DEFAULT_FILTER.view) parameters.set('view', filter.view);
  if (filter.status !== 'unsolved') parameters.set('status', filter.status);
  if (filter.inbox !== undefined) parameters.set('inbox', filter.inbox);
  if (filter.q !== '') parameters.set('q', filter.q);
  const search = parameters.toString();
  return search === '' ? '' : `?${search}`;
}

export function queryOf(filter: Filter): TicketQuery {
  return {
    status: statusesOf(filter),
    inbox: filter.inbox,
    assignee: filter.view === 'mine' ? 'me' : filter.view === 'unassigned' ? 'none' : undefined,
    q: filter.q.trim() === '' ? undefined : filter.q.trim(),
  };
}

/** Does a ticket belong into the list? The words of `q` are the server's business. */
export function matches(filter: Filter, ticket: Ticket, me: string): boolean {
  const statuses = statusesOf(filter);
  if (statuses.length > 0 && !statuses.includes(ticket.status)) return false;
  if (filter.inbox !== undefined && ticket.inbox !== filter.inbox) return false;
  if (filter.view === 'mine') return ticket.assignee === me;
  return filter.view === 'all' || ticket.assignee === null;
}

function statusesOf(filter: Filter): readonly Status[] {
  if (filter.status === 'any') return [];
  return filter.status === 'unsolved' ? UNSOLVED : [filter.status];
}
