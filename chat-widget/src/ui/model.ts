import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { Attention } from "../panel/attention";
import type { Client } from "../panel/client";
import type { Draft } from "../panel/draft";
import type { Trouble } from "../panel/trouble";
import type { Words } from "../settings/language";
import type { Locale } from "../settings/locale";

/** Everything the components read and call. */
export interface Model {
  readonly words: Words;
  readonly locale: Locale;
  readonly title: string;
  readonly client: Client;
  readonly attention: Attention;
  readonly trouble: ReadonlySignal<Trouble>;
  readonly online: Signal<boolean>;
  /** The panel covers the screen and is modal. */
  readonly full: Signal<boolean>;
  readonly draft: Draft;
  readonly formDraft: Draft;
  close(): void;
}

export const ModelContext = createContext<Model | null>(null);

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error("no model around this component");
  return model;
}
