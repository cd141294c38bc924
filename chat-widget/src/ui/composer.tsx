import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { TypingReporter } from "../conversation/typing";
import { isRefused, MAX_FILES } from "../conversation/uploads";
import { systemClock } from "../link/clock";
import { fileSize, lengthOf, number } from "./format";
import { ClipIcon, SendIcon } from "./icons";
import { ImeGuard } from "./ime";
import { useModel } from "./model";
import { UploadStrip } from "./uploadStrip";

const COUNT_FROM = 200;

export function Composer() {
  const { words, client, draft, attention } = useModel();
  const field = useRef<HTMLTextAreaElement>(null);
  const ime = useMemo(() => new ImeGuard(), []);
  const typing = useMemo(() => new TypingReporter(systemClock, (on) => client.connection.notify("typing", { on })), []);
  const [notice, setNotice] = useState("");
  const text = draft.text.value;
  const uploads = client.uploads.items.value.filter((upload) => !isRefused(upload));
  const used = lengthOf(text);
  const limit = client.store.state.value.limits.text;
  const busy = uploads.some((u) => u.state !== "ready");
  const ready = used <= limit && !busy && (used > 0 || uploads.length > 0);

  useGrowing(field, text);
  useEffect(() => { if (attention.open.value) field.current?.focus(); }, [attention.open.value]);

  const write = (value: string) => {
    draft.write(value);
    setNotice("");
    if (value.trim() === "") typing.ended();
    else typing.typed();
  };
  const send = () => {
    field.current?.focus();
    if (busy) return setNotice(words.filesFirst);
    if (!ready) return;
    if (client.outbox.full) return setNotice(words.full);
    client.outbox.add(text.trim(), client.uploads.take());
    draft.clear();
    typing.ended();
  };
  const attach = (files: readonly File[]) => setNotice(client.uploads.add(files) > 0 ? words.tooManyFiles(MAX_FILES) : "");

  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <UploadStrip />
      <div class="field">
        <AttachButton attach={attach} />
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={words.placeholder}
          aria-label={words.placeholder}
          enterkeyhint="send"
          dir="auto"
          onInput={(event) => write(event.currentTarget.value)}
          onCompositionStart={() => ime.started()}
          onCompositionEnd={() => ime.ended()}
          onKeyDown={(event) => {
            if (!ime.sends(event)) return;
            event.preventDefault();
            send();
          }}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0) return;
            event.preventDefault();
            attach(files);
          }}
        />
        <button type="submit" class="send" aria-label={words.send} title={words.send} aria-disabled={!ready}><SendIcon /></button>
      </div>
      <Counter used={used} limit={limit} />
      {notice !== "" && <p class="notice" role="alert">{notice}</p>}
    </form>
  );
}

function Counter({ used, limit }: { readonly used: number; readonly limit: number }) {
  const { words, locale } = useModel();
  if (used < limit - COUNT_FROM) return null;
  return <p class={used > limit ? "counter over" : "counter"} role="status">{words.count(number(used, locale), number(limit, locale))}</p>;
}

function AttachButton({ attach }: { readonly attach: (files: readonly File[]) => void }) {
  const { words, client, locale } = useModel();
  const input = useRef<HTMLInputElement>(null);
  const { limits } = client.store.state.value;
  const hint = `${words.attach}: ${words.attachHint(fileSize(limits.file, locale))}`;
  return (
    <>
      <button type="button" class="plain" aria-label={hint} title={hint} onClick={() => input.current?.click()}><ClipIcon /></button>
      <input
        ref={input}
        class="hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        {...(limits.types ? { accept: limits.types.join(",") } : {})}
        onChange={(event) => {
          attach([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** As high as its text, within the style's bounds. */
function useGrowing(field: { readonly current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const el = field.current;
    if (!el) return;
    el.style.height = "auto";
    el.style.height = `${el.scrollHeight}px`;
  }, [text]);
}
