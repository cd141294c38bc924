import { describe, expect, it } from "vitest";
import { backoff, delay, verdict } from "./closing";

describe("verdict", () => {
  it.each([
    [1000, "backoff", "none"], [1001, "backoff", "none"], [1006, "backoff", "none"], [1009, "backoff", "drop-oversized"],
    [3000, "backoff", "none"], [3001, "spread", "none"], [3004, "backoff", "none"], [3005, "backoff", "drop-proof"],
    [3008, "backoff", "none"], [3010, "backoff", "none"], [3012, "backoff", "none"], [3013, "slow", "none"],
    [3014, "backoff", "drop-cache"], [3499, "backoff", "none"], [4000, "backoff", "none"], [4499, "backoff", "none"],
  ])("%i reconnects", (code, pace, remedy) => {
    expect(verdict(code, 0)).toEqual({ k: "reconnect", pace, remedy });
  });

  it.each([
    [3500, "refused"], [3501, "protocol"], [3503, "blocked"], [3504, "tab"], [3507, "origin"],
    [3505, "stopped"], [3999, "stopped"], [4500, "stopped"], [4999, "stopped"],
  ])("%i stops", (code, reason) => {
    expect(verdict(code, 0)).toEqual({ k: "stop", reason });
  });

  it("lets one late hello pass, not two", () => {
    expect(verdict(3502, 1).k).toBe("reconnect");
    expect(verdict(3502, 2)).toEqual({ k: "stop", reason: "protocol" });
  });
});

describe("delay", () => {
  it("doubles up to 30 s and is anywhere below", () => {
    expect([0, 1, 2, 3, 6, 7, 100].map((n) => backoff(n, 1))).toEqual([500, 1000, 2000, 4000, 30_000, 30_000, 30_000]);
    expect(backoff(3, 0)).toBe(0);
    expect(backoff(3, 0.25)).toBe(1000);
  });

  it("obeys what the server asked for", () => {
    expect(delay("spread", 9, 2_000, 0)).toBe(2_000);
    expect(delay("spread", 9, 2_000, 0.999)).toBeCloseTo(11_990);
    expect(delay("slow", 0, 0, 0)).toBe(30_000);
    expect(delay("backoff", 0, 7_000, 0.5)).toBe(7_000);
  });
});
