import type { Agent, ApiToken, Contact, Inbox, Me, Parked, Role, Suppression, System } from '../model/people.ts';
import type { Address } from '../model/mail.ts';
import type { Attachment, Heads, Message, Priority, Status, Ticket } from '../model/ticket.ts';
import type { Http } from './http.ts';

/** The REST calls of the console, one method each (CONTRACT, section 3). */

export interface Page<T> {
  readonly data: readonly T[];
  readonly page: { readonly next?: string | null };
}

export interface TicketPage extends Page<Ticket> {
  readonly heads: Heads;
}

export interface MessagePage extends Page<Message> {
  readonly heads: Heads;
}

export interface TicketQuery {
  readonly status: readonly Status[];
  readonly inbox: string | undefined;
  readonly assignee: 'me' | 'none' | undefined;
  readonly q: string | undefined;
}

export interface NewMessage {
  readonly kind: 'reply' | 'note';
  readonly text: string;
  readonly attachments?: readonly string[];
  /** By mail only; absent: the server answers to whom the newest customer message says. */
  readonly to?: readonly Address[];
  readonly cc?: readonly Address[];
  readonly bcc?: readonly Address[];
  readonly lastSeen?: number;
  readonly force?: boolean;
}

export interface TicketPatch {
  readonly status?: Status;
  readonly priority?: Priority;
  readonly assignee?: string | null;
  readonly tags?: readonly string[];
  readonly subject?: string;
}

export interface NewAgent {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  readonly inboxes: readonly string[];
}

export interface AgentPatch {
  readonly name?: string;
  readonly password?: string;
  readonly role?: Role;
  readonly active?: boolean;
  readonly inboxes?: readonly string[];
}

export const PAGE_SIZE = 50;

/** Asks for the newest page: there is no message beyond this seq. */
const BEYOND_NEWEST = 2_147_483_647;

export type Api = ReturnType<typeof createApi>;

export function createApi(http: Http) {
  const id = encodeURIComponent;
  return {
    session: () => http.request<{ agent: Me }>('GET', '/session', { anonymous: true }).then((answer) => answer.agent),
    logIn: (email: string, password: string) =>
      http.request<{ agent: Me }>('POST', '/session', { body: { email, password }, anonymous: true }).then((answer) => answer.agent),
    logOut: () => http.request<void>('DELETE', '/session', { anonymous: true }),
    setupNeeded: () => http.request<{ needed: boolean }>('GET', '/setup', { anonymous: true }).then((answer) => answer.needed),
    setUp: (body: { token: string; email: string; name: string; password: string }) =>
      http.request<{ agent: Me }>('POST', '/setup', { body, anonymous: true }).then((answer) => answer.agent),
    socketTicket: () => http.request<{ ticket: string }>('POST', '/ws-ticket', { body: {} }).then((answer) => answer.ticket),

    tickets: (query: TicketQuery, cursor?: string, signal?: AbortSignal) =>
      http.request<TicketPage>('GET', `/tickets?${ticketParameters(query, cursor)}`, signal === undefined ? {} : { signal }),
    ticket: (number: number) => http.request<Ticket & { heads: Heads }>('GET', `/tickets/${number}`),
    patchTicket: (number: number, rev: number, body: TicketPatch) =>
      http.request<Ticket>('PATCH', `/tickets/${number}`, { body, ifMatch: rev }),
    messages: (number: number, before: number = BEYOND_NEWEST) =>
      http.request<MessagePage>('GET', `/tickets/${number}/messages?before=${before}&limit=${PAGE_SIZE}`),
    send: (number: number, body: NewMessage, idempotencyKey: string) =>
      http.request<Message>('POST', `/tickets/${number}/messages`, { body, idempotencyKey }),
    read: (number: number, seq: number) => http.request<void>('POST', `/tickets/${number}/read`, { body: { seq } }),
    resolveDelivery: (message: string, action: 'resend' | 'sent' | 'discard') =>
      http.request<unknown>('POST', `/messages/${id(message)}/delivery`, { body: { action } }),
    moveMessage: (message: string, ticket: number | undefined) =>
      http.request<unknown>('POST', `/messages/${id(message)}/move`, { body: ticket === undefined ? {} : { ticket } }),
    undoMove: (message: string) => http.request<unknown>('POST', `/messages/${id(message)}/move/undo`, { body: {} }),
    pictures: (message: string) =>
      http.request<{ data: readonly { source: string; url: string }[] }>('GET', `/messages/${id(message)}/pictures`).then((answer) => answer.data),
    attach: (file: File, signal: AbortSignal) => {
      const form = new FormData();
      form.append('file', file, file.name);
      return http.request<Attachment>('POST', '/attachments', { body: form, signal });
    },

    agents: () => http.request<{ data: readonly Agent[] }>('GET', '/agents').then((answer) => answer.data),
    addAgent: (body: NewAgent) => http.request<Agent>('POST', '/agents', { body: body }),
    patchAgent: (agent: string, body: AgentPatch) => http.request<Agent>('PATCH', `/agents/${id(agent)}`, { body }),
    contact: (contact: string) => http.request<Contact>('GET', `/contacts/${id(contact)}`),
    renameContact: (contact: string, name: string) => http.request<unknown>('PATCH', `/contacts/${id(contact)}`, { body: { name } }),
    testInbox: (name: string) => http.request<{ ok: boolean; detail: string }>('POST', `/inboxes/${encodeURIComponent(name)}/test`, {}),
    inboxes: () => http.request<{ data: readonly Inbox[] }>('GET', '/inboxes').then((answer) => answer.data),
    system: () => http.request<System>('GET', '/system'),
    pen: (cursor?: string) =>
      http.request<Page<Parked>>('GET', `/quarantine?limit=${PAGE_SIZE}${cursor === undefined ? '' : `&cursor=${id(cursor)}`}`),
    resolveParked: (parked: string, action: 'reprocess' | 'accept' | 'discard') =>
      http.request<void>('POST', `/quarantine/${id(parked)}/${action}`, { body: {} }),
    suppressions: (q: string, cursor?: string) =>
      http.request<Page<Suppression>>('GET', `/suppressions?limit=${PAGE_SIZE}${q === '' ? '' : `&q=${id(q)}`}${cursor === undefined ? '' : `&cursor=${id(cursor)}`}`),
    suppress: (address: string, note: string) => http.request<Suppression>('POST', '/suppressions', { body: { address, note } }),
    lift: (suppression: string) => http.request<void>('DELETE', `/suppressions/${id(suppression)}`),
    tokens: () => http.request<{ data: readonly ApiToken[] }>('GET', '/tokens').then((answer) => answer.data),
    addToken: (name: string) => http.request<{ id: string; name: string; token: string }>('POST', '/tokens', { body: { name } }),
    dropToken: (token: string) => http.request<void>('DELETE', `/tokens/${id(token)}`),
  };
}

/** Where the browser gets a mail as it came, as a download. */
export function rawAddress(message: string): string {
  return `/api/v1/messages/${encodeURIComponent(message)}/raw`;
}

/** Exported for its test: the filters as the server reads them. */
export function ticketParameters(query: TicketQuery, cursor?: string): string {
  const parameters = new URLSearchParams();
  if (query.status.length > 0) parameters.set('status', query.status.join(','));
  if (query.inbox !== undefined) parameters.set('inbox', query.inbox);
  if (query.assignee !== undefined) parameters.set('assignee', query.assignee);
  if (query.q !== undefined && query.q !== '') parameters.set('q', query.q);
  parameters.set('limit', String(PAGE_SIZE));
  if (cursor !== undefined) parameters.set('cursor', cursor);
  return parameters.toString();
}
