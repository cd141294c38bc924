import type { Entries } from "../embed/messages";
import { object, string } from "../link/shape";

/** Who this visitor is to the gateway. Whoever has `vtok` has the conversation. */
export interface Session {
  readonly vid: string;
  readonly vtok: string;
}

export const SESSION = "session";

export function readSession(value: string | null | undefined): Session | null {
  if (!value) return null;
  try {
    const o = object(JSON.parse(value), SESSION);
    return { vid: string(o, "vid"), vtok: string(o, "vtok") };
  } catch {
    return null;
  }
}

/** What to do with the conversation on the screen after the storage was looked at. */
export type Change = "same" | "other";

/**
 * The session of this tab beside the one in the page's storage, which all tabs of the visitor share and which wins.
 * A visitor who has not written anything yet is not stored: looking at a page leaves no trace.
 */
export class SessionKeeper {
  #session: Session | null = null;
  #stored = false;
  readonly #put: (key: string, value: string | null) => void;

  constructor(put: (key: string, value: string | null) => void) {
    this.#put = put;
  }

  get session(): Session | null {
    return this.#session;
  }

  /** Whether it outlives the page. */
  get stored(): boolean {
    return this.#stored;
  }

  /** Takes over what the storage says. */
  adopt(entries: Entries): Change {
    const stored = readSession(entries[SESSION]);
    const before = this.#session;
    if (!stored && !this.#stored) return "same";
    this.#session = stored;
    this.#stored = stored !== null;
    return before === null || before.vid === stored?.vid ? "same" : "other";
  }

  /** A welcome: the token was rotated, or the visitor is a new one. */
  renewed(session: Session): Change {
    const other = this.#session !== null && this.#session.vid !== session.vid;
    this.#session = session;
    if (this.#stored) this.keep();
    return other ? "other" : "same";
  }

  /** The visitor is about to say something: from now on the session outlives the page. */
  keep(): void {
    if (!this.#session) return;
    this.#stored = true;
    this.#put(SESSION, JSON.stringify(this.#session));
  }

  forget(): void {
    this.#session = null;
    this.#stored = false;
    this.#put(SESSION, null);
  }
}
