import { segmentsOf } from './segments.ts';
import type { Limits, ReplyWindow } from './ticket.ts';

/** How many of the channel's unit a text takes. */
export function measured(limits: Limits, text: string): number {
  if (limits.unit === 'utf8-bytes') return new TextEncoder().encode(text).length;
  if (limits.unit === 'sms-segments') return text === '' ? 0 : segmentsOf(text).segments;
  return [...text].length;
}

export type WindowState = { readonly open: true; readonly left: number | null; readonly until: string | null } | { readonly open: false; readonly reason: string };

/** How the window stands at a moment, by the grant that lasts longest; `null` if this customer may always be answered. */
export function windowAt(window: ReplyWindow | null | undefined, now: number): WindowState | null {
  if (window === null || window === undefined) return null;
  if (window.closed !== null) return { open: false, reason: window.closed };
  const open = window.grants.filter((grant) => endOf(grant.until) > now && (grant.left === null || grant.left > 0));
  const longest = open.reduce<(typeof open)[number] | undefined>((a, b) => (a === undefined || endOf(b.until) > endOf(a.until) ? b : a), undefined);
  return longest === undefined ? { open: false, reason: 'over' } : { open: true, left: longest.left, until: longest.until };
}

function endOf(until: string | null): number {
  return until === null ? Infinity : Date.parse(until);
}
