import { defineConfig } from "vitest/config";

/** The panel and the demo page; the launcher is built by vite.launcher.config.ts. */
export const config = defineConfig({
  base: "/w/",
  build: {
    target: ["chrome111", "firefox114", "safari16.4"],
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { panel: "panel.html", demo: "demo.html" } },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});

export { config as default };
