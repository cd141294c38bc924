import { describe, expect, it } from "vitest";
import { WORDS } from "../launcher/words";
import { accentShare, paint } from "./color";
import { wordsFor } from "./language";
import { chooseLocale } from "./locale";
import { readSession, SessionKeeper } from "./session";

const LOCALES = ["en", "zh-CN", "zh-TW"] as const;

describe("languages", () => {
  it("have the same keys, none empty, none left in English", () => {
    const keys = Object.keys(wordsFor("en")).sort();
    for (const locale of LOCALES) {
      const words = wordsFor(locale);
      expect(Object.keys(words).sort()).toEqual(keys);
      for (const [key, value] of Object.entries(words)) {
        const text = typeof value === "string" ? value : (value as (...a: string[]) => string)("1", "2");
        expect(text.trim(), `${locale} ${key}`).not.toBe("");
        if (locale !== "en" && key !== "said") expect(text, `${locale} ${key}`).toMatch(/[\u4e00-\u9fff]/);
      }
      expect(WORDS[locale].every((w) => w !== "")).toBe(true);
    }
  });

  it("write Traditional in Traditional and Simplified in Simplified", () => {
    const text = (locale: "zh-CN" | "zh-TW") => Object.values(wordsFor(locale)).filter((v) => typeof v === "string").join("");
    expect(text("zh-TW")).not.toMatch(/[线连发复对话时请过关闭输传载这们还须应页误络]/);
    expect(text("zh-CN")).not.toMatch(/[線連發複對話時請過關閉輸傳載這們還須應頁誤絡]/);
  });

  it.each([
    [["zh-CN"], "zh-CN"], [["zh"], "zh-CN"], [["zh-Hans-HK"], "zh-CN"], [["zh-Hant-HK"], "zh-TW"], [["zh-TW"], "zh-TW"], [["zh-Hant"], "zh-TW"], [["zh_HK"], "zh-TW"],
    [["en-GB"], "en"], [["fr", "zh-TW"], "zh-TW"], [[undefined, "", "de"], "en"], [["zhuang"], "en"],
  ])("%j speaks %s", (wishes, locale) => {
    expect(chooseLocale(wishes)).toBe(locale);
  });
});

describe("colour", () => {
  it.each([["#0f6b66", "#fff"], ["#000000", "#fff"], ["#ffffff", "#000"], ["#ffd400", "#000"], ["#1f4fd8", "#fff"]])("%s gets %s on it", (brand, onBrand) => {
    expect(paint(brand)).toEqual({ brand, onBrand });
  });

  it("darkens a bright brand for links, and leaves a dark one nearly as it is", () => {
    expect(accentShare("#0f6b66")).toBe("88%");
    expect(Number.parseInt(accentShare("#ffd400"), 10)).toBeLessThan(65);
    expect(Number.parseInt(accentShare("#ffffff"), 10)).toBeLessThan(57);
  });

  it("falls back to ours for anything that is not a colour", () => {
    expect(paint("red;background:url(x)").brand).toBe("#0f6b66");
    expect(paint(undefined).onBrand).toBe("#fff");
  });
});

describe("session", () => {
  it("reads only what is one", () => {
    expect(readSession('{"vid":"v","vtok":"t"}')).toEqual({ vid: "v", vtok: "t" });
    for (const broken of [null, undefined, "", "{", "7", '{"vid":"v"}', '{"vid":1,"vtok":"t"}']) expect(readSession(broken)).toBeNull();
  });

  it("is not stored before it is worth it", () => {
    const puts: (string | null)[] = [];
    const keeper = new SessionKeeper((_, v) => puts.push(v));
    keeper.renewed({ vid: "v", vtok: "1" });
    expect(keeper.adopt({})).toBe("same");
    expect(keeper.session?.vtok).toBe("1");
    expect(puts).toEqual([]);

    keeper.keep();
    keeper.renewed({ vid: "v", vtok: "2" });
    expect(puts).toEqual(['{"vid":"v","vtok":"1"}', '{"vid":"v","vtok":"2"}']);
    expect(keeper.adopt({})).toBe("other");
    expect(keeper.session).toBeNull();
  });
});
