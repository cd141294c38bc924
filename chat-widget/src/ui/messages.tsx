import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Pending } from "../conversation/pending";
import { type Line, timeline } from "../conversation/timeline";
import { unreachable } from "../link/protocol";
import { MessageLineView, PendingLineView } from "./bubble";
import { dayName } from "./format";
import { DownIcon, WaveIcon } from "./icons";
import { useModel } from "./model";

const NEAR_END_PX = 48;
const NEAR_TOP_PX = 120;

export function Messages() {
  const { client, words, attention } = useModel();
  const state = client.store.state.value;
  const pending = unshown(client.outbox.items.value, state.messages);
  const lines = timeline(state.messages, pending, state.readByAgent);
  const scroller = useRef<HTMLDivElement>(null);
  const { toEnd, scrolled } = useScrolling(scroller, lines, pending.length);
  return (
    <div class="log-place">
      <div class="log" role="log" aria-live="off" aria-label={words.log} tabIndex={0} ref={scroller} onScroll={scrolled}>
        <div class="lines">
          {state.more ? <Older /> : <Greeting small={lines.length > 0 || state.form !== null} />}
          {lines.map((line) => <LineView key={line.key} line={line} />)}
          <StatusLine />
          <Typing />
        </div>
      </div>
      {!attention.atEnd.value && (
        <button type="button" class="to-end" onClick={toEnd}>
          <DownIcon />{attention.unread.value > 0 ? words.newMessages : <span class="hidden">{words.newMessages}</span>}
        </button>
      )}
    </div>
  );
}

/** What the stream shows already is not shown a second time, whichever of `ok` and `msg.new` came first. */
function unshown(items: readonly Pending[], messages: readonly { readonly mid: string; readonly cid?: string }[]): readonly Pending[] {
  if (items.length === 0) return items;
  const shown = new Set(messages.flatMap((m) => [m.mid, m.cid ?? m.mid]));
  return items.filter((item) => !shown.has(item.cid) && !shown.has(item.mid ?? item.cid));
}

function LineView({ line }: { readonly line: Line }) {
  const { words, locale } = useModel();
  switch (line.k) {
    case "day": return <p class="day"><span>{dayName(line.day, new Date(), locale, words)}</span></p>;
    case "message": return <MessageLineView line={line} />;
    case "pending": return <PendingLineView line={line} />;
    default: return unreachable(line);
  }
}

function Greeting({ small }: { readonly small: boolean }) {
  const { words, client } = useModel();
  const { online, epoch } = client.store.state.value;
  return (
    <div class={small ? "greeting small" : "greeting"}>
      <span class="mark large" aria-hidden="true"><WaveIcon /></span>
      <h2>{words.greeting}</h2>
      <p>{online || epoch === "" ? words.greetingMore : words.greetingAway}</p>
    </div>
  );
}

function Older() {
  const { words, client } = useModel();
  return (
    <p class="older">
      {client.loadingOlder.value ? words.olderLoading : <button type="button" class="link" onClick={() => void client.older()}>{words.older}</button>}
    </p>
  );
}

function StatusLine() {
  const { words, client } = useModel();
  const { conv, messages } = client.store.state.value;
  if (!conv || messages.length === 0) return null;
  const text = conv.status === "solved" ? words.solved : conv.status === "closed" ? words.closed : null;
  return text === null ? null : <p class="system">{words.conversation(conv.id)}<br />{text}</p>;
}

function Typing() {
  const { words, client } = useModel();
  const name = client.store.typing.value;
  if (name === null) return null;
  return (
    <p class="typing">
      <span class="dots" aria-hidden="true"><i /><i /><i /></span>
      <span>{words.typing(name)}</span>
    </p>
  );
}

/** Stays at the end if it was there, goes there for an own message, and does not jump when history is put above. */
function useScrolling(scroller: { readonly current: HTMLDivElement | null }, lines: readonly Line[], pending: number) {
  const { attention, client } = useModel();
  const before = useRef({ top: "", height: 0, pending: 0 });

  const toEnd = () => {
    const el = scroller.current;
    if (el) el.scrollTop = el.scrollHeight;
    attention.atEnd.value = true;
  };
  const scrolled = () => {
    const el = scroller.current;
    if (!el) return;
    attention.atEnd.value = el.scrollHeight - el.scrollTop - el.clientHeight < NEAR_END_PX;
    if (el.scrollTop < NEAR_TOP_PX && !attention.atEnd.value) void client.older();
  };

  const top = lines.find((line) => line.k !== "day")?.key ?? "";
  useLayoutEffect(() => {
    const el = scroller.current;
    if (!el) return;
    const was = before.current;
    if (attention.atEnd.value || pending > was.pending) toEnd();
    else if (top !== was.top) el.scrollTop += el.scrollHeight - was.height;
    before.current = { top, height: el.scrollHeight, pending };
  });

  useEffect(() => {
    const el = scroller.current;
    if (!el?.firstElementChild || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      if (attention.atEnd.value) toEnd();
      before.current = { ...before.current, height: el.scrollHeight };
    });
    observer.observe(el.firstElementChild);
    observer.observe(el);
    return () => observer.disconnect();
  }, []);

  return { toEnd, scrolled };
}
