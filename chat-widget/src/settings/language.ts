import type { Locale } from "./locale";
import { en, type Words } from "./words/en";
import { zhCN } from "./words/zh-CN";
import { zhTW } from "./words/zh-TW";

export type { Words };

const ALL: Readonly<Record<Locale, Words>> = { en, "zh-CN": zhCN, "zh-TW": zhTW };

export function wordsFor(locale: Locale): Words {
  return ALL[locale];
}
