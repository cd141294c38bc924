/**
 * What the launcher (in the shop's page) and the panel (in our iframe) say to each other.
 * The launcher hands over a port with `Handover` once per load of the iframe; all else goes through that port.
 */
import type { Proof } from "../link/protocol";

export const HANDOVER = "tributary:handover";

/** Entries of the page's first-party storage, without their prefix. The panel owns their meaning. */
export type Entries = Readonly<Record<string, string>>;

export interface Handover {
  readonly t: typeof HANDOVER;
  readonly inbox: string;
  readonly locale: string | undefined;
  readonly color: string | undefined;
  readonly title: string | undefined;
  readonly page: { readonly url: string; readonly title: string; readonly ref: string };
  readonly entries: Entries;
  readonly open: boolean;
  readonly full: boolean;
  readonly focus: boolean;
  readonly proof: Proof | undefined;
}

export type ToPanel =
  | { readonly t: "open"; readonly on: boolean }
  /** The panel covers the screen: it is modal then. */
  | { readonly t: "full"; readonly on: boolean }
  /** The shop's page itself has the keyboard. */
  | { readonly t: "focus"; readonly on: boolean }
  /** Another tab changed an entry. */
  | { readonly t: "entry"; readonly k: string; readonly v: string | null }
  | { readonly t: "entries"; readonly entries: Entries }
  | { readonly t: "identify"; readonly id: number; readonly proof: Proof }
  | { readonly t: "logout"; readonly id: number };

export type ToLauncher =
  | { readonly t: "ready" }
  | { readonly t: "close" }
  | { readonly t: "put"; readonly k: string; readonly v: string | null }
  | { readonly t: "read" }
  | { readonly t: "unread"; readonly n: number }
  | { readonly t: "event"; readonly name: PanelEvent; readonly detail: unknown }
  | { readonly t: "done"; readonly id: number; readonly error?: string };

/** What a page may hear of the conversation: that something happened, never the words. */
export type PanelEvent = "message" | "availability" | "status" | "identity";
