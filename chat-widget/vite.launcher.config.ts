import { defineConfig, type Plugin } from "vite";

const PLACEHOLDER = "__TRIBUTARY_CONFIG__";

/** The server puts JSON, escaped for a double-quoted string, in place of the placeholder: the minifier must not choose other quotes. */
const doubleQuoted: Plugin = {
  name: "double-quoted-placeholder",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk") chunk.code = chunk.code.replace(new RegExp(`["'\`]${PLACEHOLDER}["'\`]`), `"${PLACEHOLDER}"`);
    }
  },
};

export const config = defineConfig({
  plugins: [doubleQuoted],
  publicDir: false,
  build: {
    target: ["chrome111", "firefox114", "safari16.4"],
    emptyOutDir: false,
    lib: { entry: "src/launcher/main.ts", formats: ["iife"], name: "tributaryLauncher", fileName: () => "launcher.js" },
  },
});

export { config as default };
