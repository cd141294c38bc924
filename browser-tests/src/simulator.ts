import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually, Fatal } from "./eventually.ts";
import { LOGS, ROOT } from "./paths.ts";

export interface Attempt {
  /** 0: no answer within the platform's patience. */
  readonly status: number;
  readonly body: string;
  readonly taken: boolean;
  readonly millis: number;
}

export interface Fault {
  readonly path: string;
  readonly kind: "errcode" | "status" | "close-before" | "close-after" | "slow";
  readonly code?: number;
  readonly retryAfter?: number;
  readonly times?: number;
}

/** What the account sent, as the platform took it. */
export interface Sent {
  readonly touser: string;
  readonly msgtype: string;
  readonly text?: { readonly content: string };
  /** Of a welcome. */
  readonly code?: string;
}

const READY = /is ready: (\S+)/;

/** `./tributary simulate NAME`, driven over its control routes. */
export class Simulator {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(name: string, node: string, more: readonly string[] = []): Promise<Simulator> {
    return Simulator.run(name, ["--node", node, "--port", "0", "--quiet", ...more]);
  }

  /** With no words but these; it may have a script, and no control routes. */
  static async run(name: string, words: readonly string[]): Promise<Simulator> {
    const log = join(LOGS, `simulator-${name}.log`);
    writeFileSync(log, "");
    const out = openSync(log, "a");
    const child = spawn("./tributary", ["simulate", name, ...words], { cwd: ROOT, stdio: ["ignore", out, out] });
    closeSync(out);
    process.once("exit", () => child.kill("SIGKILL"));
    const url = await eventually("the simulator to be ready", () => {
      if (child.exitCode !== null) throw new Fatal(`simulate ${name}: ended with ${child.exitCode}: ${readFileSync(log, "utf8")}`);
      return READY.exec(readFileSync(log, "utf8"))?.[1];
    }, 600_000);
    return new Simulator(child, url);
  }

  /** A follower acts; the platform tries again as long as it would. */
  async push(fields: Readonly<Record<string, string>>, how: { readonly times?: number; readonly flaw?: string; readonly atOnce?: boolean; readonly format?: "json"; readonly sameTime?: boolean } = {}): Promise<readonly Attempt[]> {
    return (await this.#post<{ attempts: readonly Attempt[] }>("push", { fields, ...how })).attempts;
  }

  async fault(fault: Fault): Promise<void> {
    await this.#post("fault", fault);
  }

  async expireToken(): Promise<void> {
    await this.#post("expire-token", {});
  }

  /** WeCom: an entry that can be pulled, and a callback that says so. */
  async entry(entry: Readonly<Record<string, unknown>>): Promise<readonly Attempt[]> {
    return (await this.#post<{ attempts: readonly Attempt[] }>("entry", entry)).attempts;
  }

  /** WeCom: a callback, wrong on purpose. */
  async call(flaw: string): Promise<readonly Attempt[]> {
    return (await this.#post<{ attempts: readonly Attempt[] }>("call", { flaw })).attempts;
  }

  /** WeCom: a colleague takes a session (3) or ends it (4). */
  async state(customer: string, state: number): Promise<void> {
    await this.#post("state", { external_userid: customer, service_state: state });
  }

  /** WeCom: the next message is taken, and reported as failed later. */
  async failNext(type: number): Promise<void> {
    await this.#post("fail-next", { fail_type: type });
  }

  async expire(what: "token" | "callbacks"): Promise<void> {
    await this.#post(`expire-${what}`, {});
  }

  async sent(): Promise<readonly Sent[]> {
    return (await (await fetch(`${this.url}/simulator/sent`)).json()) as readonly Sent[];
  }

  /** What an inbox for short messages sent, as the provider got it: the members of each form. */
  async received(): Promise<readonly Readonly<Record<string, string>>[]> {
    return (await (await fetch(`${this.url}/simulator/sent`)).json()) as readonly Readonly<Record<string, string>>[];
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }

  async #post<T>(what: string, body: unknown): Promise<T> {
    const response = await fetch(`${this.url}/simulator/${what}`, { method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
    if (!response.ok) throw new Error(`POST /simulator/${what}: expected 200, found ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
