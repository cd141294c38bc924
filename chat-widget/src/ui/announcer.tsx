import { useEffect, useRef, useState } from "preact/hooks";
import { useModel } from "./model";

const EVERY_MS = 3_000;

/** Reads new messages of the other side to a screen reader: who and what, at most one announcement in 3 s. */
export function Announcer() {
  const { client, words } = useModel();
  const { messages, synced } = client.store.state.value;
  const [text, setText] = useState("");
  const seen = useRef<ReadonlySet<string> | null>(null);
  const waiting = useRef<string[]>([]);
  const busy = useRef(false);

  const next = () => {
    busy.current = waiting.current.length > 0;
    if (!busy.current) return;
    setText(waiting.current.splice(0).join("\n"));
    setTimeout(next, EVERY_MS);
  };

  useEffect(() => {
    if (!synced) return;
    const known = seen.current;
    seen.current = new Set(messages.map((m) => m.mid));
    if (known === null) return;
    const last = messages.findLastIndex((m) => known.has(m.mid));
    const fresh = messages.slice(last + 1).filter((m) => m.by.k !== "visitor");
    waiting.current.push(...fresh.map((m) => words.said(m.by.name || words.agent, m.text || words.file)));
    if (!busy.current) next();
  }, [messages, synced]);

  return <div class="hidden" aria-live="polite">{text}</div>;
}
