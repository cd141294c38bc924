import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RUNNING } from "./paths.ts";

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly tookMs: number;
}

export interface Start {
  readonly command: readonly [program: string, ...words: string[]];
  /** What it writes is appended there. */
  readonly log: string;
  /** A part of its command, by which it is known again should this run crash. */
  readonly mark: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A process that a test has started: it ends with the test, at the latest when the tests are run again. */
export class Started {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exit: Promise<Exit>;

  constructor({ command: [program, ...words], log, mark, cwd, env }: Start) {
    const out = openSync(log, "a");
    const child = spawn(program, words, { cwd, env, stdio: ["ignore", out, out] });
    closeSync(out);
    this.#child = child;
    this.pid = child.pid ?? 0;
    const begin = Date.now();
    const note = join(RUNNING, String(this.pid));
    const now = (): unknown => this.#signal("SIGKILL");
    this.#exit = new Promise((resolve, reject) => {
      child.once("error", (problem) => reject(new Error(`${program}: expected it to start`, { cause: problem })));
      child.once("exit", (code, signal) => {
        process.off("exit", now);
        rmSync(note, { force: true });
        resolve({ code, signal, tookMs: Date.now() - begin });
      });
    });
    this.#exit.catch(() => undefined);
    if (this.pid === 0) return;
    writeFileSync(note, mark);
    process.once("exit", now);
  }

  /** How it ended, in words, if it has. */
  get ending(): string | undefined {
    if (this.pid === 0) return "no process";
    const { exitCode, signalCode } = this.#child;
    return exitCode === null && signalCode === null ? undefined : `exit ${exitCode ?? signalCode}`;
  }

  /** When it ends by itself. */
  exit(): Promise<Exit> {
    return this.#exit;
  }

  /** @returns its end, with the time since the signal */
  async stop(signal: "SIGTERM" | "SIGKILL"): Promise<Exit> {
    const begin = Date.now();
    this.#signal(signal);
    return { ...(await this.#exit), tookMs: Date.now() - begin };
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.ending === undefined) process.kill(this.pid, signal);
  }
}
