import { describe, expect, it } from "vitest";
import { pieces } from "./links";

const links = (text: string) => pieces(text).flatMap((p) => (p.k === "link" ? [p.text] : []));
const whole = (text: string) => pieces(text).map((p) => p.text).join("");

describe("pieces", () => {
  it.each([
    ["see https://example.com/a?b=1#c now", ["https://example.com/a?b=1#c"]],
    ["https://example.com.", ["https://example.com"]],
    ["(https://example.com/a)", ["https://example.com/a"]],
    ["https://zh.wikipedia.org/wiki/A_(B)", ["https://zh.wikipedia.org/wiki/A_(B)"]],
    ["请看https://example.com/x。谢谢", ["https://example.com/x"]],
    ["https://a.example，https://b.example！", ["https://a.example", "https://b.example"]],
    ["HTTP://EXAMPLE.COM", ["HTTP://EXAMPLE.COM"]],
    ["javascript:alert(1) data:text/html,x ftp://x", []],
    ["https:// alone and http://", []],
    ['https://example.com/"onmouseover="x', ["https://example.com/"]],
  ])("%s", (text, expected) => {
    expect(links(text)).toEqual(expected);
    expect(whole(text)).toBe(text);
  });

  it("gives only http and https addresses", () => {
    for (const p of pieces("https://user@example.com http://[::1]/ https://例子.测试/")) {
      if (p.k === "link") expect(p.href).toMatch(/^https?:\/\//);
    }
  });
});
