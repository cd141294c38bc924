import { defineConfig } from "vitest/config";

// One file at a time: each starts a node of its own, and what is checked is order and completeness, not speed.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["src/setup.ts"],
    fileParallelism: false,
    pool: "forks",
    testTimeout: 40_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    // As patient as `eventually`: what is waited for comes, but not within a second on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    bail: 0,
    reporters: ["verbose"],
  },
});
