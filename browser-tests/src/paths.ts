import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repository's root, where `./tributary` lies. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TARGET = fileURLToPath(new URL("../target/", import.meta.url));

export const LOGS = `${TARGET}logs`;
export const SCREENSHOTS = `${TARGET}screenshots`;
/** One file per node that runs, named by its pid: what a crashed test leaves behind is ended by it. */
export const RUNNING = `${TARGET}running`;

for (const folder of [LOGS, SCREENSHOTS, RUNNING]) mkdirSync(folder, { recursive: true });

export const CHROMIUM = process.env["CHROMIUM"] || "/usr/bin/chromium";
