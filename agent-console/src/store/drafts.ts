import type { Recipients } from '../model/mail.ts';
import type { Attachment } from '../model/ticket.ts';

/** Unsent words: one draft per agent, ticket and kind, so that a note's words never slip into a reply. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Of a reply by mail; without them it goes to whom the newest mail says. */
  readonly recipients?: Recipients;
  readonly at: number;
}

export type DraftKind = 'reply' | 'note';

export const EMPTY_DRAFT: Draft = { text: '', attachments: [], at: 0 };

export interface TextStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEPT_MS = 30 * 24 * 3600_000;

/** Keeps drafts in the browser, each under its own key: two tabs do not overwrite each other's. */
export class Drafts {
  readonly #storage: TextStorage;
  readonly #prefix: string;
  readonly #now: () => number;
  /** A full or forbidden storage costs only survival of a reload: the words are here too. */
  readonly #here = new Map<string, Draft>();

  constructor(storage: TextStorage, agent: string, now: () => number) {
    this.#storage = storage;
    this.#prefix = `tributary.draft.${agent}.`;
    this.#now = now;
    this.#dropOld();
  }

  of(ticket: number, kind: DraftKind): Draft {
    const key = this.#key(ticket, kind);
    return this.#here.get(key) ?? this.#read(key);
  }

  /** The tickets that have a draft of either kind. */
  tickets(): ReadonlySet<number> {
    const kept = [...keysOf(this.#storage, this.#prefix), ...this.#here.keys()].filter((key) => (this.#here.get(key) ?? this.#read(key)) !== EMPTY_DRAFT);
    return new Set(kept.map((key) => Number(key.slice(this.#prefix.length).split('.')[0])));
  }

  keep(ticket: number, kind: DraftKind, text: string, attachments: readonly Attachment[], recipients?: Recipients): void {
    const key = this.#key(ticket, kind);
    const isEmpty = text === '' && attachments.length === 0 && recipients === undefined;
    const draft = isEmpty ? EMPTY_DRAFT : { text, attachments, ...(recipients === undefined ? {} : { recipients }), at: this.#now() };
    this.#here.set(key, draft);
    try {
      if (isEmpty) this.#storage.removeItem(key);
      else this.#storage.setItem(key, JSON.stringify(draft));
    } catch {
      // Quota or privacy mode.
    }
  }

  #key(ticket: number, kind: DraftKind): string {
    return `${this.#prefix}${ticket}.${kind}`;
  }

  #read(key: string): Draft {
    try {
      const draft = JSON.parse(this.#storage.getItem(key) ?? 'null') as Draft | null;
      const isWhole = draft !== null && typeof draft.text === 'string' && Array.isArray(draft.attachments);
      return isWhole ? draft : EMPTY_DRAFT;
    } catch {
      return EMPTY_DRAFT;
    }
  }

  #dropOld(): void {
    for (const key of keysOf(this.#storage, this.#prefix)) {
      if (this.#read(key).at < this.#now() - KEPT_MS) this.#storage.removeItem(key);
    }
  }
}

export function keysOf(storage: TextStorage, prefix: string): readonly string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return keys.filter((key) => key.startsWith(prefix));
}
