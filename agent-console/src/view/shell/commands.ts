/** What a key may ask for. Whoever can do it registers; the newest registration wins. */
export type Command = 'next' | 'previous' | 'open' | 'back' | 'reply' | 'replyAll' | 'note' | 'solve' | 'search' | 'help';

export const KEYS: readonly { readonly key: string; readonly command: Command }[] = [
  { key: 'j', command: 'next' },
  { key: 'k', command: 'previous' },
  { key: 'Enter', command: 'open' },
  { key: 'Escape', command: 'back' },
  { key: 'r', command: 'reply' },
  { key: 'a', command: 'replyAll' },
  { key: 'n', command: 'note' },
  { key: 'e', command: 'solve' },
  { key: '/', command: 'search' },
  { key: '?', command: 'help' },
];

export class Commands {
  readonly #handlers = new Map<Command, (() => void)[]>();

  register(command: Command, run: () => void): () => void {
    const handlers = this.#handlers.get(command) ?? [];
    this.#handlers.set(command, [...handlers, run]);
    return () => this.#handlers.set(command, (this.#handlers.get(command) ?? []).filter((known) => known !== run));
  }

  run(command: Command): boolean {
    const handler = this.#handlers.get(command)?.at(-1);
    handler?.();
    return handler !== undefined;
  }
}

export interface KeyPress {
  readonly key: string;
  readonly isComposing: boolean;
  readonly keyCode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly target: EventTarget | null;
}

/** The command of a key, unless somebody types, composes, or a widget wants the key itself. */
export function commandOf(press: KeyPress): Command | undefined {
  if (press.isComposing || press.keyCode === 229 || press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const found = KEYS.find(({ key }) => key === press.key || (key.length === 1 && key === press.key.toLowerCase()));
  if (found === undefined || !(press.target instanceof Element)) return found?.command;
  if (press.target.closest('[role="dialog"], [role="menu"], [role="listbox"], [aria-expanded="true"]') !== null) return undefined;
  if (press.target.closest('input, textarea, select, [contenteditable="true"]') !== null) return undefined;
  // Enter on a button or link is that button's.
  if (found.command === 'open' && press.target.closest('button, a, [role="button"], [role="tab"]') !== null) return undefined;
  return found.command;
}
