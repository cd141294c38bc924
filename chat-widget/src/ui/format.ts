import type { Words } from "../settings/language";
import type { Locale } from "../settings/locale";

export function clockTime(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

export function dayName(day: Date, now: Date, locale: Locale, words: Words): string {
  if (day.toDateString() === now.toDateString()) return words.today;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === yesterday.toDateString()) return words.yesterday;
  const sameYear = day.getFullYear() === now.getFullYear();
  const options: Intl.DateTimeFormatOptions = { month: "long", day: "numeric", weekday: "short" };
  return new Intl.DateTimeFormat(locale, sameYear ? options : { ...options, year: "numeric" }).format(day);
}

export function fileSize(bytes: number, locale: Locale): string {
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`;
}

export function number(n: number, locale: Locale): string {
  return new Intl.NumberFormat(locale).format(n);
}

/** Code points, as the server counts. */
export function lengthOf(text: string): number {
  let n = 0;
  for (const _ of text.trim()) n++;
  return n;
}

/** The sign in a person's avatar. */
export function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? "";
}
