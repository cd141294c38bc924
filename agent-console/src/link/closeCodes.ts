/** What to do after the socket closed: one row for each code of PROTOCOL.md. */
export type AfterClose =
  | { readonly type: 'reconnect'; readonly minDelayMs: number; readonly spreadMs: number; readonly forget: boolean }
  | { readonly type: 'once'; readonly reason: ClosedReason }
  | { readonly type: 'stop'; readonly reason: ClosedReason };

export type ClosedReason = 'logged-out' | 'refused' | 'protocol' | 'blocked' | 'limit' | 'origin' | 'version';

const RECONNECT: AfterClose = { type: 'reconnect', minDelayMs: 0, spreadMs: 0, forget: false };

const TABLE: Readonly<Record<number, AfterClose>> = {
  // After a shutdown the server's retryAfter is the least delay, and the spread keeps all consoles from coming back at once.
  3001: { ...RECONNECT, spreadMs: 10_000 },
  3013: { ...RECONNECT, minDelayMs: 30_000 },
  3014: { ...RECONNECT, forget: true },
  // A ticket lives 30 s: a slow line may have let it expire. A second refusal is meant.
  3500: { type: 'once', reason: 'refused' },
  3501: { type: 'stop', reason: 'protocol' },
  3502: { type: 'once', reason: 'refused' },
  3503: { type: 'stop', reason: 'blocked' },
  3504: { type: 'stop', reason: 'limit' },
  3507: { type: 'stop', reason: 'origin' },
};

export function afterClose(code: number): AfterClose {
  const row = TABLE[code];
  if (row !== undefined) return row;
  const final = (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000);
  return final ? { type: 'stop', reason: 'refused' } : RECONNECT;
}
