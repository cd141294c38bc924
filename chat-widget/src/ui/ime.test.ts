import { describe, expect, it } from "vitest";
import { ImeGuard } from "./ime";

const enter = { key: "Enter", keyCode: 13, isComposing: false, shiftKey: false };
const nextTask = () => new Promise((resolve) => setTimeout(resolve, 1));

describe("Enter", () => {
  it("sends", () => {
    expect(new ImeGuard().sends(enter)).toBe(true);
  });

  it("with Shift makes a new line, and other keys do nothing", () => {
    expect(new ImeGuard().sends({ ...enter, shiftKey: true })).toBe(false);
    expect(new ImeGuard().sends({ ...enter, key: "a" })).toBe(false);
  });

  it("does not send while composing (Chrome, Firefox)", () => {
    expect(new ImeGuard().sends({ ...enter, isComposing: true })).toBe(false);
    expect(new ImeGuard().sends({ ...enter, keyCode: 229 })).toBe(false);
  });

  it("does not send between start and end, whatever the event says", () => {
    const guard = new ImeGuard();
    guard.started();
    expect(guard.sends(enter)).toBe(false);
  });

  it("does not send when the end comes first and the key in the same task (Safari)", async () => {
    const guard = new ImeGuard();
    guard.started();
    guard.ended();
    expect(guard.sends(enter)).toBe(false);
    await nextTask();
    expect(guard.sends(enter)).toBe(true);
  });

  it("sends after several compositions (pinyin, zhuyin, kana)", async () => {
    const guard = new ImeGuard();
    for (let i = 0; i < 3; i++) {
      guard.started();
      guard.ended();
    }
    await nextTask();
    expect(guard.sends(enter)).toBe(true);
  });
});
