import type { Locale } from "../settings/locale";

/** The button's name and what is added to it for unread messages; whether it is open, `aria-expanded` says. */
export const WORDS: Readonly<Record<Locale, readonly [title: string, unread: string]>> = {
  en: ["Chat with us", "unread"],
  "zh-CN": ["在线客服", "条未读"],
  "zh-TW": ["線上客服", "則未讀"],
};
