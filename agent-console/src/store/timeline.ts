import { isMail } from '../model/mail.ts';
import type { Message } from '../model/ticket.ts';
import { isBy, messageTime } from '../model/ticket.ts';
import type { Outgoing } from './outgoing.ts';
import type { Happening, Thread } from './threads.ts';

/** What the thread shows, row by row. */
export type Row =
  | { readonly type: 'day'; readonly key: string; readonly at: string }
  | { readonly type: 'message'; readonly key: string; readonly message: Message; readonly isFollowUp: boolean }
  | { readonly type: 'happenings'; readonly key: string; readonly happenings: readonly Happening[] }
  | { readonly type: 'outgoing'; readonly key: string; readonly outgoing: Outgoing };

/** Messages of one author within this time stand together under one head; a mail has its own, for each has its own recipients. */
const FOLLOW_UP_MS = 5 * 60_000;

/** `dayOf` names the calendar day of a time in the reader's zone. */
export function timelineOf(thread: Thread, outgoing: readonly Outgoing[], dayOf: (at: string) => string): readonly Row[] {
  const rows: Row[] = [];
  let day = '';
  let previous: Message | undefined;
  const startDay = (at: string): void => {
    const next = dayOf(at);
    if (next === day) return;
    day = next;
    previous = undefined;
    rows.push({ type: 'day', key: `day-${next}`, at });
  };
  for (const item of interleaved(thread)) {
    if ('event' in item) {
      startDay(item.event.at);
      const last = rows.at(-1);
      if (last?.type === 'happenings') rows[rows.length - 1] = { ...last, happenings: [...last.happenings, item] };
      else rows.push({ type: 'happenings', key: `happening-${item.seq}`, happenings: [item] });
      previous = undefined;
    } else {
      startDay(messageTime(item));
      rows.push({ type: 'message', key: item.id, message: item, isFollowUp: isFollowUp(previous, item) });
      previous = item;
    }
  }
  for (const entry of outgoing) if (!isShown(entry, thread)) rows.push({ type: 'outgoing', key: entry.key, outgoing: entry });
  return rows;
}

/** Happenings older than the oldest message read would stand without their context. */
function interleaved(thread: Thread): readonly (Message | Happening)[] {
  const oldest = thread.hasOlder ? (thread.messages[0]?.seq ?? 0) : 0;
  const happenings = thread.happenings.filter((happening) => happening.seq >= oldest);
  return [...thread.messages, ...happenings].sort((a, b) => a.seq - b.seq);
}

function isFollowUp(previous: Message | undefined, message: Message): boolean {
  if (previous === undefined || previous.direction !== message.direction || isMail(message)) return false;
  if (previous.author.name !== message.author.name || previous.author.kind !== message.author.kind) return false;
  return Date.parse(messageTime(message)) - Date.parse(messageTime(previous)) < FOLLOW_UP_MS;
}

/** The event of a send may overtake its answer: then the message is here already, and the pending bubble would double it. */
function isShown(entry: Outgoing, thread: Thread): boolean {
  if (entry.state.type !== 'sending') return false;
  const direction = entry.kind === 'note' ? 'note' : 'outbound';
  return thread.messages.some(
    (message) =>
      message.seq > entry.after && message.direction === direction && isBy(message, entry.authorId, entry.author) && message.text.trim() === entry.text.trim(),
  );
}
