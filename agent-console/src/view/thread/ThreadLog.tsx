import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Virtualizer } from 'virtua';
import type { VirtualizerHandle } from 'virtua';
import { dayKey, dayName, listOf } from '../../i18n/format.ts';
import { authorName, personName, useT } from '../../i18n/i18n.ts';
import type { Ticket } from '../../model/ticket.ts';
import { isBy } from '../../model/ticket.ts';
import { unreachable } from '../../model/unreachable.ts';
import type { Row } from '../../store/timeline.ts';
import { timelineOf } from '../../store/timeline.ts';
import type { Thread } from '../../store/threads.ts';
import { newestSeq } from '../../store/threads.ts';
import { useAppState, useContact, useDesk } from '../useDesk.ts';
import { useNow } from '../useNow.ts';
import { Happenings } from './Happenings.tsx';
import { MessageItem } from './MessageItem.tsx';
import { OutgoingItem } from './OutgoingItem.tsx';
import { useSawAll } from './useSawAll.ts';

const NEAR_PX = 400;
const AT_END_PX = 48;
/** Rows that are measured move the view, too: only a scroll by hand leaves the end. */
const HAND_MS = 1_000;

/** The conversation: only the rows on screen are in the page; it stays at its end while new ones come. */
export function ThreadLog({ thread, ticket }: { readonly thread: Thread; readonly ticket: Ticket }) {
  const t = useT();
  const { reading } = useDesk();
  const outgoing = useAppState((state) => state.outgoing);
  const rows = useMemo(
    () => timelineOf(thread, outgoing.filter((entry) => entry.ticket === thread.number), dayKey),
    [thread, outgoing],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [seenAtLeave, setSeenAtLeave] = useState(0);
  const movedAt = useRef(-Infinity);
  const isPrepending = usePrepended(thread);
  useStickToEnd(scroller, rows, isAtEnd);
  useSawAll(thread, isAtEnd);

  const scrolled = (offset: number): void => {
    const handle = virtual.current;
    if (handle === null) return;
    const atEnd = offset + handle.viewportSize >= handle.scrollSize - AT_END_PX;
    if (atEnd) setAtEnd(true);
    else if (isAtEnd && performance.now() - movedAt.current < HAND_MS) {
      setSeenAtLeave(newestSeq(thread));
      setAtEnd(false);
    }
    if (offset < NEAR_PX && thread.hasOlder && thread.older === 'idle') void reading.older(thread.number);
  };
  const toEnd = (): void => {
    setAtEnd(true);
    virtual.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  };
  const moved = (): void => {
    movedAt.current = performance.now();
  };
  const missed = thread.messages.filter((message) => message.seq > seenAtLeave).length;

  return (
    <div className="thread-body">
      <div ref={scroller} className="thread-scroll" role="log" aria-live="off" tabIndex={0}
        onWheel={moved} onTouchMove={moved} onPointerDown={moved} onKeyDown={moved}
        aria-label={t('thread.label', { name: personName(t, ticket.contact) })}>
        <div className="thread-top">
          {thread.older === 'loading' && t('thread.older')}
          {thread.older === 'failed' && (
            <button type="button" className="button button-small" onClick={() => void reading.older(thread.number)}>
              {t('thread.olderFailed')} {t('app.retry')}
            </button>
          )}
          {!thread.hasOlder && thread.messages.length > 0 && t('thread.start')}
          {rows.length === 0 && t('thread.empty')}
        </div>
        <Virtualizer ref={virtual} scrollRef={scroller} shift={isPrepending} onScroll={scrolled} startMargin={40} itemSize={72}>
          {rows.map((row) => (
            <RowView key={row.key} row={row} thread={thread} />
          ))}
        </Virtualizer>
      </div>
      {!isAtEnd && (
        <button type="button" className="jump" onClick={toEnd}>
          <ArrowDown size={15} aria-hidden />
          {t('thread.jump', { n: missed })}
        </button>
      )}
      <Company thread={thread} ticket={ticket} />
      <Announcer thread={thread} />
    </div>
  );
}

function RowView({ row, thread }: { readonly row: Row; readonly thread: Thread }) {
  const { me, reading } = useDesk();
  const now = useNow();
  switch (row.type) {
    case 'day':
      return <div className="day"><span>{dayName(row.at, now)}</span></div>;
    case 'message':
      return (
        <MessageItem message={row.message} isFollowUp={row.isFollowUp} onExpired={() => reading.refresh(thread.number)}
          isMine={isBy(row.message, me.id, me.name)} />
      );
    case 'happenings':
      return <Happenings happenings={row.happenings} number={thread.number} />;
    case 'outgoing':
      return <OutgoingItem outgoing={row.outgoing} />;
    default:
      return unreachable(row);
  }
}

/** True while older messages have just been put in front: the view must not jump. */
function usePrepended(thread: Thread): boolean {
  const first = thread.messages[0]?.seq ?? 0;
  const before = useRef(first);
  const isPrepended = first < before.current;
  useLayoutEffect(() => {
    before.current = first;
  }, [first]);
  return isPrepended;
}

/** Keeps the end in view while rows come and pictures grow, unless somebody has scrolled up. */
function useStickToEnd(scroller: React.RefObject<HTMLDivElement | null>, rows: readonly Row[], isAtEnd: boolean): void {
  const latest = useRef(isAtEnd);
  latest.current = isAtEnd;
  const stick = (): void => {
    const element = scroller.current;
    if (latest.current && element !== null) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(stick, [rows]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(stick);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
}

/** Who else is here, and who writes. */
function Company({ thread, ticket }: { readonly thread: Thread; readonly ticket: Ticket }) {
  const t = useT();
  const { me } = useDesk();
  const isTyping = useUntil(thread.typingUntil);
  const others = thread.viewers.filter((viewer) => viewer.agent.id !== me.id);
  const writing = others.filter((viewer) => viewer.state === 'composing').map((viewer) => viewer.agent.name);
  const watching = others.filter((viewer) => viewer.state !== 'composing').map((viewer) => viewer.agent.name);
  return (
    <div className="company" aria-live="polite">
      {isTyping && (
        <span className="company-typing" data-typing="visitor">
          <span className="typing-dots" aria-hidden>
            <i /><i /><i />
          </span>
          {t('thread.typing', { name: personName(t, ticket.contact) })}
        </span>
      )}
      {writing.length > 0 && <span className="company-writing" data-viewers="composing">{t('thread.composing', { names: listOf(writing), n: writing.length })}</span>}
      {watching.length > 0 && <span data-viewers="viewing">{t('thread.viewing', { names: listOf(watching), n: watching.length })}</span>}
    </div>
  );
}

function useUntil(time: number): boolean {
  const [, renew] = useState(0);
  const left = time - Date.now();
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => renew((n) => n + 1), left + 50);
    return () => clearTimeout(timer);
  }, [time]);
  return left > 0;
}

/** Says new messages to a screen reader; rows that merely scroll in are not news. */
function Announcer({ thread }: { readonly thread: Thread }) {
  const t = useT();
  const contact = useContact(thread.number);
  const [start] = useState(() => newestSeq(thread));
  const newest = thread.messages.at(-1);
  const isNews = newest !== undefined && newest.seq > start && newest.direction === 'inbound';
  return <div className="sr-only" aria-live="polite">{isNews ? `${authorName(t, newest.author, contact)}: ${newest.reply ?? newest.text}` : ''}</div>;
}
