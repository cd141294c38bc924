import { currentLocale } from './i18n.ts';

/** Dates, sizes and names as the reader writes them. Formatters are costly to make and are kept. */

const kept = new Map<string, Intl.DateTimeFormat>();

function formatter(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${currentLocale()} ${name}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(currentLocale(), options);
  kept.set(key, made);
  return made;
}

function valid(at: string | null | undefined): Date | undefined {
  const date = new Date(at ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

export function timeOfDay(at: string | null | undefined): string {
  const date = valid(at);
  return date === undefined ? '' : formatter('time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date);
}

export function dateAndTime(at: string | null | undefined): string {
  const date = valid(at);
  if (date === undefined) return '';
  return formatter('full', { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date);
}

export function dateOnly(at: string | null | undefined): string {
  const date = valid(at);
  return date === undefined ? '' : formatter('date', { year: 'numeric', month: 'short', day: 'numeric' }).format(date);
}

/** The local calendar day, as a key to group by. */
export function dayKey(at: string): string {
  const date = valid(at);
  return date === undefined ? '' : `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** "Today", "Yesterday", else the date. */
export function dayName(at: string, now: number): string {
  const date = valid(at);
  if (date === undefined) return '';
  const today = new Date(now);
  const days = Math.round((startOfDay(date) - startOfDay(today)) / 86_400_000);
  if (days >= -1 && days <= 0) return capital(relative('auto').format(days, 'day'));
  const sameYear = date.getFullYear() === today.getFullYear();
  return formatter(sameYear ? 'day' : 'dayYear', {
    ...(sameYear ? {} : { year: 'numeric' as const }), month: 'long', day: 'numeric', weekday: 'short',
  }).format(date);
}

/** Short for lists: "now", "5 min", the time today, else the date. */
export function shortAge(at: string | null | undefined, now: number): string {
  const date = valid(at);
  if (date === undefined) return '';
  const minutes = Math.floor((now - date.getTime()) / 60_000);
  if (minutes < 1) return relative('auto').format(0, 'second');
  if (minutes < 60) return relative('always').format(-minutes, 'minute');
  if (startOfDay(date) === startOfDay(new Date(now))) return timeOfDay(at);
  if (date.getFullYear() === new Date(now).getFullYear()) return formatter('monthDay', { month: 'short', day: 'numeric' }).format(date);
  return formatter('yearMonthDay', { year: 'numeric', month: 'numeric', day: 'numeric' }).format(date);
}

export function fileSize(bytes: number): string {
  const [value, unit] = bytes < 1024 ? [bytes, 'byte'] : bytes < 1024 ** 2 ? [bytes / 1024, 'kilobyte'] : [bytes / 1024 ** 2, 'megabyte'];
  return new Intl.NumberFormat(currentLocale(), { style: 'unit', unit: String(unit), unitDisplay: 'short', maximumFractionDigits: 1 }).format(Number(value));
}

export function count(n: number): string {
  return new Intl.NumberFormat(currentLocale()).format(n);
}

export function listOf(names: readonly string[]): string {
  return new Intl.ListFormat(currentLocale(), { type: 'conjunction' }).format(names);
}

function relative(numeric: 'auto' | 'always'): Intl.RelativeTimeFormat {
  return new Intl.RelativeTimeFormat(currentLocale(), { numeric, style: 'narrow' });
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(currentLocale()) + text.slice(1);
}

/** One or two letters for a face: the last two characters of a Chinese name's given part, initials else. */
export function initials(name: string | null | undefined): string {
  const trimmed = (name ?? '').trim();
  if (trimmed === '') return '?';
  if (/\p{Script=Han}/u.test(trimmed)) return [...trimmed.replace(/\s/g, '')].slice(-2).join('');
  const words = trimmed.split(/[\s._@-]+/).filter((word) => word !== '');
  return words.slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase() || '?';
}
