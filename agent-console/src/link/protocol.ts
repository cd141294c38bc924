import type { Message, Ticket } from '../model/ticket.ts';
import { PRIORITIES, STATUSES, DELIVERY_STATES } from '../model/ticket.ts';
import type { EventKind, ServerFrame, Snapshot, SubAnswer, TicketEvent, Viewer } from './frames.ts';

/** A frame that breaks the protocol. The connection closes with 3501; the text names member and finding, never a customer's words. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** A well-formed value of a closed set that a newer server has widened: not an error, but nothing this console can show. */
class UnknownVariant extends Error {
  override readonly name = 'UnknownVariant';
}

type Fields = Readonly<Record<string, unknown>>;

const MAX_BATCH = 50;

/** Parses one WebSocket text: an envelope or an array of envelopes. */
export function parseFrames(text: unknown): readonly ServerFrame[] {
  if (typeof text !== 'string') throw new Malformed('frame: expected text, found binary');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Malformed('frame: expected JSON');
  }
  if (!Array.isArray(value)) return [parseEnvelope(value)];
  if (value.length > MAX_BATCH) throw new Malformed(`frame: expected at most ${MAX_BATCH} envelopes, found ${value.length}`);
  return value.map(parseEnvelope);
}

function parseEnvelope(value: unknown): ServerFrame {
  const envelope = fields(value, 'envelope');
  const t = text(envelope, 't');
  const d = envelope['d'] === undefined ? {} : fields(envelope['d'], 'd');
  switch (t) {
    case 'ok':
      return { t, re: position(envelope, 're'), d };
    case 'err':
      return { t, re: position(envelope, 're'), code: text(d, 'code'), retryAfter: optionalNumber(d, 'retryAfter') };
    case 'ev':
      return parseEvent(text(envelope, 'topic'), position(envelope, 's'), d);
    case 'skip':
      return { t, topic: text(envelope, 'topic'), s: position(envelope, 's'), kind: undefined };
    case 'unsub':
      return { t, topic: text(envelope, 'topic'), reason: optionalText(d, 'reason') ?? 'forbidden' };
    case 'granted':
      return { t };
    case 'viewers':
      return { t, topic: text(envelope, 'topic'), viewers: list(d, 'viewers').map(viewer) };
    case 'typing':
      return { t, topic: text(envelope, 'topic'), on: d['on'] === true, by: typist(d['by']) };
    case 'presence':
      return { t, topic: text(envelope, 'topic'), d };
    case 'ping':
      return { t, heads: heads(d['heads']) };
    case 'bye':
      return { t, retryAfter: optionalNumber(d, 'retryAfter') ?? 0 };
    default:
      return { t: 'unknown', name: t };
  }
}

/** Reads the answer of `sub`; a topic of signals only (`me`) has neither epoch nor position. */
export function parseSubAnswer(d: Fields): SubAnswer {
  const snapshot = d['snapshot'];
  return {
    epoch: optionalText(d, 'epoch') ?? '',
    seq: optionalNumber(d, 'seq') ?? 0,
    recovered: typeof d['recovered'] === 'boolean' ? d['recovered'] : undefined,
    snapshot: snapshot === undefined || snapshot === null ? undefined : parseSnapshot(fields(snapshot, 'snapshot')),
  };
}

function parseSnapshot(d: Fields): Snapshot {
  const [ticket] = d['ticket'] === undefined ? [] : known(() => checkTicket(d['ticket']));
  return {
    ...(d['tickets'] === undefined ? {} : { tickets: list(d, 'tickets').flatMap((ticket) => known(() => checkTicket(ticket))) }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(d['messages'] === undefined ? {} : { messages: list(d, 'messages').flatMap((message) => known(() => checkMessage(message))) }),
  };
}

const KINDS: Readonly<Record<EventKind, (data: Fields) => void>> = {
  'ticket.created': (data) => void checkTicket(data),
  'ticket.updated': (data) => {
    position(data, 'number');
    position(data, 'rev');
    checkChanges(fields(data['changed'], 'changed'));
  },
  'message.created': (data) => void checkMessage(data),
  'message.updated': (data) => void checkMessage(data),
  'note.created': (data) => void checkMessage(data),
  'message.delivery': (data) => {
    text(data, 'message');
    oneOf(fields(data['delivery'], 'delivery'), 'state', DELIVERY_STATES);
  },
  'message.moved': (data) => {
    text(data, 'message');
    position(data, 'from');
    position(data, 'to');
  },
  'status.changed': (data) => {
    position(data, 'rev');
    oneOf(data, 'to', STATUSES);
  },
  'assignment.changed': (data) => {
    position(data, 'rev');
    nullableText(data, 'to');
  },
  'tickets.merged': (data) => {
    position(data, 'from');
    position(data, 'to');
  },
};

function parseEvent(topic: string, s: number, d: Fields): ServerFrame {
  const k = text(d, 'k');
  const data = fields(d['data'], 'data');
  const check = Object.hasOwn(KINDS, k) ? KINDS[k as EventKind] : undefined;
  // A newer server may log kinds that this console does not know: the position counts all the same.
  if (check === undefined) return { t: 'skip', topic, s, kind: k };
  if (known(() => check(data)).length === 0) return { t: 'skip', topic, s, kind: k };
  position(d, 'ticket');
  text(d, 'at');
  const event = {
    k,
    version: optionalNumber(d, 'version') ?? 1,
    ticket: d['ticket'],
    at: d['at'],
    actor: d['actor'] === undefined || d['actor'] === null ? { kind: 'system' } : fields(d['actor'], 'actor'),
    data,
  } as unknown as TicketEvent;
  return { t: 'ev', topic, s, event };
}

/** What was checked, or nothing if it is of a variant that this console does not know. */
function known<T>(check: () => T): readonly T[] {
  try {
    return [check()];
  } catch (problem) {
    if (problem instanceof UnknownVariant) return [];
    throw problem;
  }
}

function checkTicket(value: unknown): Ticket {
  const ticket = fields(value, 'ticket');
  for (const name of ['number', 'seq', 'rev', 'messageCount']) position(ticket, name);
  for (const name of ['id', 'inbox', 'channel', 'createdAt', 'updatedAt']) text(ticket, name);
  oneOf(ticket, 'status', STATUSES);
  oneOf(ticket, 'priority', PRIORITIES);
  nullableText(ticket, 'assignee');
  fields(ticket['contact'], 'contact');
  list(ticket, 'tags');
  checkWindow(ticket['window']);
  if (ticket['limits'] !== null && ticket['limits'] !== undefined) position(fields(ticket['limits'], 'limits'), 'most');
  return ticket as unknown as Ticket;
}

function checkChanges(changed: Fields): void {
  if ('status' in changed) oneOf(changed, 'status', STATUSES);
  if ('priority' in changed) oneOf(changed, 'priority', PRIORITIES);
  if ('tags' in changed) list(changed, 'tags');
  if ('window' in changed) checkWindow(changed['window']);
}

function checkWindow(value: unknown): void {
  if (value !== null && value !== undefined) list(fields(value, 'window'), 'grants');
}

function checkMessage(value: unknown): Message {
  const message = fields(value, 'message');
  text(message, 'id');
  text(message, 'text');
  position(message, 'ticket');
  position(message, 'seq');
  oneOf(message, 'direction', ['inbound', 'outbound', 'note']);
  fields(message['author'], 'author');
  list(message, 'attachments');
  if (message['card'] !== null && message['card'] !== undefined) {
    const card = fields(message['card'], 'card');
    text(card, 'kind');
    fields(card['facts'], 'facts');
  }
  if (message['mail'] !== null && message['mail'] !== undefined) checkMail(fields(message['mail'], 'mail'));
  return message as unknown as Message;
}

function checkMail(mail: Fields): void {
  for (const name of ['to', 'cc', 'bcc', 'replyTo', 'problems']) if (mail[name] !== null && mail[name] !== undefined) list(mail, name);
}

function viewer(value: unknown): Viewer {
  const entry = fields(value, 'viewer');
  const agent = fields(entry['agent'], 'agent');
  return {
    agent: { id: text(agent, 'id'), name: text(agent, 'name') },
    state: entry['state'] === 'composing' ? 'composing' : 'viewing',
    since: optionalText(entry, 'since') ?? '',
  };
}

function typist(value: unknown): { readonly k: string; readonly name?: string } {
  const by = fields(value ?? {}, 'by');
  const name = optionalText(by, 'name');
  return { k: optionalText(by, 'k') ?? 'visitor', ...(name === undefined ? {} : { name }) };
}

function heads(value: unknown): Readonly<Record<string, number>> {
  const found = fields(value ?? {}, 'heads');
  for (const topic of Object.keys(found)) position(found, topic);
  return found as Readonly<Record<string, number>>;
}

function fields(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(`${name}: expected an object, found ${kindOf(value)}`);
  return value as Fields;
}

function list(from: Fields, name: string): readonly unknown[] {
  const value = from[name];
  if (!Array.isArray(value)) throw new Malformed(`${name}: expected an array, found ${kindOf(value)}`);
  return value;
}

function text(from: Fields, name: string): string {
  const value = from[name];
  if (typeof value !== 'string') throw new Malformed(`${name}: expected a string, found ${kindOf(value)}`);
  return value;
}

function nullableText(from: Fields, name: string): void {
  if (from[name] !== null && from[name] !== undefined) text(from, name);
}

function optionalText(from: Fields, name: string): string | undefined {
  const value = from[name];
  return typeof value === 'string' ? value : undefined;
}

function optionalNumber(from: Fields, name: string): number | undefined {
  const value = from[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function position(from: Fields, name: string): number {
  const value = from[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Malformed(`${name}: expected a whole number, found ${kindOf(value)}`);
  return value as number;
}

function oneOf(from: Fields, name: string, values: readonly string[]): void {
  const value = text(from, name);
  if (!values.includes(value)) throw new UnknownVariant(`${name}: expected one of ${values.join(', ')}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
