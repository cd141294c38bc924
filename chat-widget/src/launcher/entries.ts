import type { Entries } from "../embed/messages";

export interface EntryStore {
  all(): Entries;
  put(name: string, value: string | null): void;
  /** The entry's name if the storage key is one of ours. */
  nameOf(key: string): string | null;
}

/**
 * The panel's entries in the page's first-party storage: browsers drop or partition what an iframe of another site stores.
 * Where the page has no storage (blocked, full), they live as long as the page.
 */
export function entryStore(inbox: string): EntryStore {
  const prefix = `tributary:${inbox}:`;
  const memory = new Map<string, string>();
  const nameOf = (key: string) => (key.startsWith(prefix) ? key.slice(prefix.length) : null);
  return {
    nameOf,
    all() {
      const found: Record<string, string> = Object.fromEntries(memory);
      try {
        for (const [key, value] of Object.entries<string>(localStorage)) {
          const name = nameOf(key);
          if (name) found[name] = value;
        }
      } catch { /* no storage */ }
      return found;
    },
    put(name, value) {
      memory.delete(name);
      try {
        if (value === null) localStorage.removeItem(prefix + name);
        else localStorage.setItem(prefix + name, value);
      } catch {
        if (value !== null) memory.set(name, value);
      }
    },
  };
}
