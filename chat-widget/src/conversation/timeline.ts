import type { Message } from "../link/protocol";
import type { Pending } from "./pending";

/** One line of the list: a message of the stream or one that waits. */
export type Line =
  | { readonly k: "day"; readonly key: string; readonly day: Date }
  | { readonly k: "message"; readonly key: string; readonly message: Message; readonly first: boolean; readonly last: boolean; readonly read: boolean }
  | { readonly k: "pending"; readonly key: string; readonly item: Pending; readonly first: boolean; readonly last: boolean };

const SAME_BREATH_MS = 5 * 60_000;

interface Spoken {
  readonly who: string;
  readonly at: Date;
  readonly line: (first: boolean, last: boolean) => Line;
}

/** Messages with day separators, grouped where one person wrote several in a row. */
export function timeline(messages: readonly Message[], pending: readonly Pending[], readByAgent: string | null): readonly Line[] {
  const readAt = messages.findIndex((m) => m.mid === readByAgent);
  const spoken = [...messages.map((m, i) => ofMessage(m, i <= readAt)), ...pending.map(ofPending)];
  return spoken.flatMap((s, i) => {
    const before = spoken[i - 1];
    const after = spoken[i + 1];
    const newDay = !before || before.at.toDateString() !== s.at.toDateString();
    const line = s.line(newDay || !together(before, s), !after || !together(s, after));
    return newDay ? [{ k: "day", key: `day-${s.at.toDateString()}-${i}`, day: s.at }, line] : [line];
  });
}

function together(a: Spoken, b: Spoken): boolean {
  return a.who === b.who && b.at.getTime() - a.at.getTime() < SAME_BREATH_MS && a.at.toDateString() === b.at.toDateString();
}

/** The key of an own message is its `cid`, so that its element stays when the stream confirms it. */
function ofMessage(message: Message, read: boolean): Spoken {
  const key = message.cid ?? message.mid;
  return {
    who: message.by.k + (message.by.name ?? ""),
    at: new Date(message.at),
    line: (first, last) => ({ k: "message", key, message, first, last, read }),
  };
}

function ofPending(item: Pending): Spoken {
  return { who: "visitor", at: new Date(item.order), line: (first, last) => ({ k: "pending", key: item.cid, item, first, last }) };
}
