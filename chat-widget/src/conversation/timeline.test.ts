import { describe, expect, it } from "vitest";
import { message } from "../testing/fakes";
import type { Pending } from "./pending";
import { timeline } from "./timeline";
import { laterOf, unreadCount } from "./reading";

describe("timeline", () => {
  it("separates days, groups what one person writes in a row, and marks what was read", () => {
    const day2 = { ...message(3), at: "2026-01-02T12:00:00.000Z" };
    const lines = timeline([message(1, "visitor", "c1"), message(2), { ...message(2), mid: "m_2b" }, day2], [], "m_1");

    expect(lines.map((l) => l.k)).toEqual(["day", "message", "message", "message", "day", "message"]);
    expect(lines.flatMap((l) => (l.k === "message" ? [[l.first, l.last]] : []))).toEqual([[true, true], [true, false], [false, true], [true, true]]);
    expect(lines.flatMap((l) => (l.k === "message" ? [l.read] : []))).toEqual([true, false, false, false]);
    expect(new Set(lines.map((l) => l.key)).size).toBe(lines.length);
  });

  it("keeps the key of an own message when the stream confirms it", () => {
    const item: Pending = { cid: "c1", text: "a", files: [], order: Date.UTC(2026, 0, 1), state: "sent" };
    const before = timeline([], [item], null).at(-1)?.key;

    expect(timeline([message(1, "visitor", "c1")], [], null).at(-1)?.key).toBe(before);
  });
});

describe("reading", () => {
  const all = [message(1), message(2, "visitor"), message(3), message(4, "system"), message(5)];

  it("counts messages of agents behind the mark", () => {
    expect(unreadCount(all, null)).toBe(3);
    expect(unreadCount(all, "m_3")).toBe(1);
    expect(unreadCount(all, "m_5")).toBe(0);
    expect(unreadCount(all, "long ago")).toBe(3);
  });

  it("takes the later of two marks", () => {
    expect(laterOf(all, "m_1", "m_3")).toBe("m_3");
    expect(laterOf(all, "m_3", null)).toBe("m_3");
    expect(laterOf(all, "long ago", "m_1")).toBe("m_1");
  });
});
