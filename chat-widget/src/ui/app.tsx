import { useEffect, useRef, useState } from "preact/hooks";
import { Announcer } from "./announcer";
import { Banner } from "./banner";
import { Composer } from "./composer";
import { keepFocusIn } from "./focus";
import { fileSize } from "./format";
import { PreChat } from "./form";
import { Header } from "./header";
import { Messages } from "./messages";
import { useModel } from "./model";

export function App() {
  const { client } = useModel();
  const { form } = client.store.state.value;
  const root = useRef<HTMLDivElement>(null);
  const [dragging, drop] = useDrop();
  useKeys(root);
  return (
    <div class="panel" ref={root} {...drop}>
      <Header />
      <Banner />
      <Messages />
      {form ? <PreChat key={form.fid} form={form} /> : <Composer />}
      <Announcer />
      {dragging && !form && <DropHint />}
    </div>
  );
}

/** On the document: the focus may be nowhere after a button has gone. */
function useKeys(root: { readonly current: HTMLElement | null }): void {
  const { full, close } = useModel();
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.isComposing) close();
      if (event.key === "Tab" && full.value && root.current) keepFocusIn(root.current, event);
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  }, []);
}

function DropHint() {
  const { words, client, locale } = useModel();
  return (
    <div class="drop">
      <p>{words.drop}<br /><small>{words.attachHint(fileSize(client.store.state.value.limits.file, locale))}</small></p>
    </div>
  );
}

/** Files dropped anywhere in the panel; anything else dropped keeps its default. */
function useDrop() {
  const { client } = useModel();
  const [dragging, setDragging] = useState(false);
  const carries = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setDragging(true);
    },
    onDragLeave: (event: DragEvent) => { if (event.relatedTarget === null) setDragging(false); },
    onDrop: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setDragging(false);
      if (!client.store.state.value.form) client.uploads.add([...(event.dataTransfer?.files ?? [])]);
    },
  };
  return [dragging, handlers] as const;
}
