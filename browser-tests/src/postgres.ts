import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TributaryNode } from "./node.ts";

/** The embedded database's processes: the one that listens, and one for each connection. */
export function postgresOf(node: TributaryNode): readonly number[] {
  const file = readdirSync(node.folder, { recursive: true, encoding: "utf8" }).find((path) => path.endsWith("postmaster.pid"));
  if (file === undefined) throw new Error(`${node.folder}: expected a running PostgreSQL, found no postmaster.pid`);
  const postmaster = Number(readFileSync(join(node.folder, file), "utf8").split("\n")[0]);
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => parentOf(pid) === postmaster);
  return [postmaster, ...children];
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}
