import type { Message } from "../link/protocol";
import type { Pending } from "../conversation/pending";
import type { Line } from "../conversation/timeline";
import { Files, PendingFiles } from "./files";
import { clockTime, initial } from "./format";
import { AlertIcon, ClockIcon, TickIcon, TicksIcon } from "./icons";
import { pieces } from "./links";
import { useModel } from "./model";

type MessageLine = Extract<Line, { k: "message" }>;
type PendingLine = Extract<Line, { k: "pending" }>;

export function MessageLineView({ line }: { readonly line: MessageLine }) {
  const { words, locale } = useModel();
  const { message, first, last, read } = line;
  const { k } = message.by;
  if (k === "system") return <p class="system">{message.text}</p>;
  const name = k === "visitor" ? words.you : message.by.name || words.agent;
  return (
    <article class={`line ${k}${first ? " first" : ""}${last ? " last" : ""}`}>
      {k === "agent" && <span class="avatar" aria-hidden="true">{last ? initial(name) : ""}</span>}
      <div class="stack">
        <span class={k === "agent" && first ? "name" : "name hidden"}>{name}</span>
        <Content message={message} />
        <footer class={last ? "meta" : "meta hidden"}>
          <time dateTime={message.at}>{clockTime(new Date(message.at), locale)}</time>
          {message.editedAt && !message.redacted && <span>{words.edited}</span>}
          {k === "visitor" && <Tick read={read} />}
        </footer>
      </div>
    </article>
  );
}

function Content({ message }: { readonly message: Message }) {
  const { words } = useModel();
  if (message.redacted) return <p class="bubble gone">{words.redacted}</p>;
  return (
    <>
      {message.text !== "" && <p class="bubble" dir="auto"><Text text={message.text} /></p>}
      {message.att.length > 0 && <Files mid={message.mid} files={message.att} />}
    </>
  );
}

function Text({ text }: { readonly text: string }) {
  return (
    <>
      {pieces(text).map((p, i) => (p.k === "text" ? p.text : <a key={i} href={p.href} target="_blank" rel="noopener noreferrer nofollow">{p.text}</a>))}
    </>
  );
}

function Tick({ read }: { readonly read: boolean }) {
  const { words } = useModel();
  return (
    <span class={read ? "tick read" : "tick"} title={read ? words.read : words.sent}>
      {read ? <TicksIcon /> : <TickIcon />}
      <span class="hidden">{read ? words.read : words.sent}</span>
    </span>
  );
}

export function PendingLineView({ line }: { readonly line: PendingLine }) {
  const { words, locale } = useModel();
  const { item, first, last } = line;
  const failed = item.state === "failed";
  return (
    <article class={`line visitor pending${first ? " first" : ""}${last ? " last" : ""}${failed ? " failed" : ""}`}>
      <div class="stack">
        <span class="name hidden">{words.you}</span>
        {item.text !== "" && <p class="bubble" dir="auto"><Text text={item.text} /></p>}
        {item.files.length > 0 && <PendingFiles files={item.files} />}
        {failed ? <Failure item={item} /> : (
          <footer class={last ? "meta" : "meta hidden"}>
            <time>{clockTime(new Date(item.order), locale)}</time>
            {item.state === "acked" ? <Tick read={false} /> : <Waiting item={item} />}
          </footer>
        )}
      </div>
    </article>
  );
}

function Waiting({ item }: { readonly item: Pending }) {
  const { words } = useModel();
  const text = item.state === "sent" ? words.sending : words.queued;
  return <span class="tick" title={text}><ClockIcon /><span class="hidden">{text}</span></span>;
}

/** The words stay; the visitor decides. */
function Failure({ item }: { readonly item: Pending }) {
  const { words, client, draft } = useModel();
  const edit = () => {
    const taken = client.outbox.take(item.cid);
    if (taken) draft.write([draft.text.value, taken.text].filter((t) => t !== "").join("\n"));
  };
  return (
    <footer class="failure">
      <span role="alert"><AlertIcon />{words.problem(item.code ?? "")}</span>
      <button type="button" class="link" onClick={() => client.outbox.retry(item.cid)}>{words.retry}</button>
      <button type="button" class="link" onClick={edit}>{words.edit}</button>
    </footer>
  );
}
