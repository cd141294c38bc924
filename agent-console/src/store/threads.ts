import type { SignalFrame, Snapshot, TicketEvent, Viewer } from '../link/frames.ts';
import type { Message } from '../model/ticket.ts';

/** One ticket's thread as far as it was read: messages and what else happened, in the order of the ticket's seq. */
export interface Thread {
  readonly number: number;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly problem: string | undefined;
  readonly messages: readonly Message[];
  readonly happenings: readonly Happening[];
  /** The ticket seq up to which this thread is true. */
  readonly asOf: number;
  readonly hasOlder: boolean;
  readonly older: 'idle' | 'loading' | 'failed';
  readonly viewers: readonly Viewer[];
  /** When the visitor's typing is no longer believed; `0` when nobody types. */
  readonly typingUntil: number;
  /** A move or merge left something to be read again. */
  readonly isStale: boolean;
}

/** An event that is not a message: shown folded between messages. */
export interface Happening {
  readonly seq: number;
  readonly event: TicketEvent;
}

const TYPING_MS = 6_000;

export function newThread(number: number): Thread {
  return {
    number, phase: 'loading', problem: undefined, messages: [], happenings: [], asOf: 0,
    hasOlder: false, older: 'idle', viewers: [], typingUntil: 0, isStale: false,
  };
}

/** The newest page was read: the state at `asOf`. */
export function loaded(thread: Thread, page: readonly Message[], asOf: number, pageSize: number): Thread {
  if (thread.phase === 'ready' && asOf < thread.asOf) return { ...thread, isStale: false };
  const first = page[0]?.seq ?? 0;
  const kept = thread.messages.filter((message) => message.seq < first);
  // A page that does not reach down to what is known leaves a gap: then only the page counts.
  const touches = page.length < pageSize || kept.length > 0;
  return {
    ...thread,
    phase: 'ready',
    problem: undefined,
    messages: touches ? merge(kept, page) : page,
    asOf,
    hasOlder: kept.length > 0 ? thread.hasOlder : page.length >= pageSize,
    isStale: false,
  };
}

export function olderLoaded(thread: Thread, page: readonly Message[], pageSize: number): Thread {
  return { ...thread, messages: merge(page, thread.messages), hasOlder: page.length >= pageSize, older: 'idle' };
}

export function fromSnapshot(thread: Thread, seq: number, snapshot: Snapshot, pageSize: number): Thread {
  const messages = snapshot.messages ?? [];
  return {
    ...newThread(thread.number), phase: 'ready', messages: merge([], messages), asOf: seq,
    hasOlder: messages.length >= pageSize, viewers: thread.viewers,
  };
}

/** One event of the ticket's topic. At or below `asOf` its effect is already here, and only its trace is kept. */
export function reduceThread(thread: Thread, seq: number, event: TicketEvent): Thread {
  const traced = isTraced(event) ? { ...thread, happenings: withHappening(thread.happenings, { seq, event }) } : thread;
  if (seq <= thread.asOf) return traced;
  return { ...withEffect(traced, event), asOf: seq };
}

function withEffect(thread: Thread, event: TicketEvent): Thread {
  switch (event.k) {
    case 'message.created':
    case 'note.created':
      return {
        ...thread,
        messages: merge(thread.messages, [event.data]),
        typingUntil: event.data.direction === 'inbound' ? 0 : thread.typingUntil,
      };
    case 'message.updated':
      return { ...thread, messages: thread.messages.map((message) => (message.id === event.data.id ? event.data : message)) };
    case 'message.delivery':
      return { ...thread, messages: withDelivery(thread.messages, event.data.message, event.data.delivery) };
    case 'message.moved':
      return event.data.to === thread.number
        ? { ...thread, isStale: true }
        : { ...thread, messages: thread.messages.filter((message) => message.id !== event.data.message) };
    case 'tickets.merged':
      return { ...thread, isStale: true };
    case 'ticket.created':
    case 'ticket.updated':
    case 'status.changed':
    case 'assignment.changed':
      return thread;
  }
}

/** The answer of a send: the event that tells the same may come before or after it. */
export function withStored(thread: Thread, message: Message): Thread {
  return thread.messages.some((known) => known.id === message.id) ? thread : { ...thread, messages: merge(thread.messages, [message]) };
}

export function withSignal(thread: Thread, frame: SignalFrame, now: number): Thread {
  if (frame.t === 'viewers') return { ...thread, viewers: frame.viewers };
  if (frame.t === 'typing') return frame.by.k === 'visitor' ? { ...thread, typingUntil: frame.on ? now + TYPING_MS : 0 } : thread;
  return thread;
}

export function newestSeq(thread: Thread): number {
  return thread.messages.at(-1)?.seq ?? 0;
}

function isTraced(event: TicketEvent): boolean {
  if (event.k === 'ticket.updated') return Object.keys(event.data.changed).some((name) => name !== 'window');
  return event.k !== 'message.created' && event.k !== 'message.updated' && event.k !== 'note.created' && event.k !== 'message.delivery';
}

function withHappening(happenings: readonly Happening[], added: Happening): readonly Happening[] {
  if (happenings.some((known) => known.seq === added.seq)) return happenings;
  return [...happenings, added].sort((a, b) => a.seq - b.seq);
}

function withDelivery(messages: readonly Message[], id: string, delivery: Message['delivery']): readonly Message[] {
  return messages.map((message) => (message.id === id ? { ...message, ...(delivery === undefined ? {} : { delivery }) } : message));
}

/** Both lists by seq, each message once; the later list's version wins. */
function merge(a: readonly Message[], b: readonly Message[]): readonly Message[] {
  const last = a.at(-1);
  const first = b[0];
  if (last === undefined) return [...b].sort(bySeq);
  if (first !== undefined && first.seq > last.seq && b.length === 1) return [...a, first];
  const byId = new Map([...a, ...b].map((message) => [message.id, message]));
  return [...byId.values()].sort(bySeq);
}

function bySeq(a: Message, b: Message): number {
  return a.seq - b.seq;
}
