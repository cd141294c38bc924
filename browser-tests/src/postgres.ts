import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TributaryNode } from "./node.ts";

/** The process of the embedded database that listens and starts all others. */
export function postmasterOf(node: TributaryNode): number {
  const file = readdirSync(node.folder, { recursive: true, encoding: "utf8" }).find((path) => path.endsWith("postmaster.pid"));
  if (file === undefined) throw new Error(`${node.folder}: expected a running PostgreSQL, found no postmaster.pid`);
  return Number(readFileSync(join(node.folder, file), "utf8").split("\n")[0]);
}

/**
 * Does something while the embedded database stands still with all connections open. The postmaster stops first and goes
 * on last: in between no process is added, and one that ends keeps its number.
 */
export async function whilePostgresStandsStill<T>(node: TributaryNode, act: () => Promise<T>): Promise<T> {
  const postmaster = postmasterOf(node);
  process.kill(postmaster, "SIGSTOP");
  const children = childrenOf(postmaster);
  children.forEach((pid) => process.kill(pid, "SIGSTOP"));
  try {
    return await act();
  } finally {
    [...children, postmaster].forEach((pid) => process.kill(pid, "SIGCONT"));
  }
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}
