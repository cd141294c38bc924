/** Chooses the language: what the page asks for, else the page's own, else the browser's. Also used by the launcher. */

export type Locale = "en" | "zh-CN" | "zh-TW";

/** @returns the first of the wishes that we speak */
export function chooseLocale(wishes: readonly (string | undefined)[]): Locale {
  for (const wish of wishes) {
    const [, language, rest = ""] = /^(zh|en)(?![a-z])(.*)/i.exec(wish ?? "") ?? [];
    if (language) return /en/i.test(language) ? "en" : /hant|^(?!.*hans).*(tw|hk|mo)/i.test(rest) ? "zh-TW" : "zh-CN";
  }
  return "en";
}
