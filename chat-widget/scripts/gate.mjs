// Fails the build when the widget gets heavier than what a page should pay for it.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const read = (name) => readFileSync(new URL(name, dist));
const gzip = (names) => names.reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);

const launcher = read("launcher.js").toString();
const panelFiles = [...read("panel.html").toString().matchAll(/\/w\/(assets\/[^"]+)/g)].map((m) => m[1]);
const gates = [
  { name: "launcher", files: ["launcher.js"], limit: 4 * 1024 },
  { name: "panel", files: panelFiles, limit: 35 * 1024 },
];

let failed = false;
for (const { name, files, limit } of gates) {
  const bytes = gzip(files);
  const over = bytes > limit || files.length === 0;
  failed ||= over;
  console.log(`${over ? "OVER " : "ok   "}${name}: ${bytes} of ${limit} bytes gzip (${files.join(", ")})`);
}
if (launcher.split('"__TRIBUTARY_CONFIG__"').length !== 2) {
  failed = true;
  console.error('launcher.js: expected the literal "__TRIBUTARY_CONFIG__" exactly once');
}
if (/<script>|<style|style=/.test(read("panel.html").toString() + read("demo.html").toString())) {
  failed = true;
  console.error("panel.html, demo.html: inline script or style would be refused by the content security policy");
}
const known = new Set([...panelFiles, ...read("demo.html").toString().matchAll(/\/w\/(assets\/[^"]+)/g)].flat());
const lost = readdirSync(new URL("assets/", dist)).map((f) => `assets/${f}`).filter((f) => !known.has(f));
if (lost.length > 0) {
  failed = true;
  console.error(`assets outside the gates: ${lost.join(", ")}`);
}
process.exit(failed ? 1 : 0);
