import type { TextStorage } from './drafts.ts';

/** Which mails an agent looks at as their senders formed them: message id → formatted or text. What nobody chose is not in it. */
export type MailViews = ReadonlyMap<string, boolean>;

const MOST = 500;

export function withView(views: MailViews, message: string, isFormatted: boolean): MailViews {
  const next = new Map(views);
  next.delete(message);
  next.set(message, isFormatted);
  while (next.size > MOST) next.delete(next.keys().next().value ?? '');
  return next;
}

export function loadMailViews(storage: TextStorage, agent: string): MailViews {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(agent)) ?? '[]') as unknown;
    return new Map(Array.isArray(kept) ? kept.filter((entry): entry is [string, boolean] => Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'boolean') : []);
  } catch {
    return new Map();
  }
}

export function saveMailViews(storage: TextStorage, agent: string, views: MailViews): void {
  try {
    storage.setItem(keyOf(agent), JSON.stringify([...views]));
  } catch {
    // The choice lasts for this page only.
  }
}

function keyOf(agent: string): string {
  return `tributary.formatted.${agent}`;
}
