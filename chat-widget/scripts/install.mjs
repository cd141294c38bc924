// `npm ci`, unless what is installed is already newer than the lock file.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`chat-widget: expected Node 20.19 or newer, found ${process.versions.node}`);
  process.exit(1);
}

const root = new URL("../", import.meta.url);
const time = (name) => statSync(new URL(name, root), { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (time("node_modules/.package-lock.json") > time("package-lock.json")) {
  console.log("chat-widget: node_modules is current");
} else {
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  process.exit(status ?? 1);
}
