import type { StopReason } from "../link/closing";
import { unreachable } from "../link/protocol";
import { type Model, useModel } from "./model";

interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** One line about the connection, only when it matters; composing goes on below it. */
export function Banner() {
  const model = useModel();
  const notice = noticeOf(model);
  return (
    <div class="banner-place" role="status">
      {notice && (
        <p class="banner">
          <span>{notice.text}</span>
          {notice.action && <button type="button" class="link" onClick={notice.action.run}>{notice.action.label}</button>}
        </p>
      )}
    </div>
  );
}

function noticeOf(model: Model): Notice | null {
  const { words, client, trouble, online } = model;
  const link = client.link.value;
  if (link.k === "closed") return stopped(link.reason, model);
  if (trouble.value === "none") return null;
  if (!online.value) return { text: words.offline };
  const text = trouble.value === "connecting" ? words.connecting : words.reconnecting;
  return link.k === "waiting" ? { text, action: { label: words.tryNow, run: () => client.connection.check() } } : { text };
}

function stopped(reason: StopReason, { words, client }: Model): Notice {
  const again = { label: words.startAgain, run: () => client.connection.start() };
  switch (reason) {
    case "refused": return { text: words.refused, action: { label: words.asGuest, run: () => client.asGuest() } };
    case "tab": return { text: words.tab, action: { ...again, label: words.useHere } };
    case "blocked": return { text: words.blocked };
    case "origin": return { text: words.origin };
    case "protocol":
    case "stopped": return { text: words.stopped, action: again };
    default: return unreachable(reason);
  }
}
