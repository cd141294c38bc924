import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM, ROOT, RUNNING } from "./paths.ts";

/** Before all tests: the tools are there. After all tests: nothing that they started is left. */
export default function setup(): () => void {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`${CHROMIUM}: expected Chromium, found nothing. Install the package chromium (Debian: apt-get install chromium), or set CHROMIUM to its path.`);
  }
  endLeftovers();
  takeOverMavensBuild();
  return endLeftovers;
}

/** Inside `mvn verify` these have just been packaged: `./tributary` need not call Maven again from within Maven. */
function takeOverMavensBuild(): void {
  if (process.env["TRIBUTARY_BUILT"] !== "true") return;
  for (const module of ["gateway", "load-tests", "simulators"]) {
    const target = join(ROOT, module, "target");
    const hasJar = existsSync(target) && readdirSync(target).some((name) => name.startsWith(`${module}-`) && name.endsWith(".jar"));
    if (!hasJar || !existsSync(join(target, "lib"))) throw new Error(`${target}: expected the packaged ${module} and its libraries, found none`);
    const stamp = join(target, "built");
    writeFileSync(stamp, "");
    utimesSync(stamp, new Date(), new Date());
  }
}

/** By pid, and only if the process still is the node that the file tells of. */
function endLeftovers(): void {
  if (!existsSync(RUNNING)) return;
  for (const name of readdirSync(RUNNING)) {
    const file = join(RUNNING, name);
    const config = readFileSync(file, "utf8");
    const command = commandOf(name);
    if (config !== "" && command.includes(config)) process.kill(Number(name), "SIGKILL");
    rmSync(file, { force: true });
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
