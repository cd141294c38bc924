import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually, Fatal } from "./eventually.ts";
import { LOGS, ROOT } from "./paths.ts";
import { Api } from "./rest.ts";
import { type Exit, Started } from "./started.ts";

export const ADMIN = { email: "mei@example.com", password: "four unrelated quiet words" } as const;
export const API_TOKEN = "browser-tests-token-0123456789abcdef";

export interface NodeOptions {
  /** Names the log. */
  readonly name: string;
  readonly inboxes?: readonly Readonly<Record<string, unknown>>[];
  /** Further parts of the configuration file, for example `push`. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Instead of the usual heap. */
  readonly heap?: string;
  /** Without an administrator the first start prints the set-up link. */
  readonly withoutAdmin?: boolean;
}

const READY = /^tributary is ready.*$/m;
const BUILDING_MS = 600_000;
const STARTING_MS = 60_000;

/** A real node, started by `./tributary run` with a configuration, ports and a data directory of its own. */
export class TributaryNode {
  readonly url: string;
  readonly management: string;
  readonly api: Api;
  readonly configFile: string;
  readonly folder: string;
  readonly #name: string;
  readonly #heap: string;
  readonly #log: string;
  #process: Started | undefined;
  #from = 0;

  private constructor(options: NodeOptions, folder: string, port: number, managementPort: number) {
    this.#name = options.name;
    this.#heap = options.heap ?? "512m";
    this.folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    this.management = `http://127.0.0.1:${managementPort}`;
    this.api = new Api(this.url, options.withoutAdmin ? undefined : API_TOKEN);
    this.configFile = join(folder, "tributary.yaml");
    this.#log = join(LOGS, `${this.#name}.log`);
    writeFileSync(this.#log, "");
    this.configure(options, "data");
  }

  /** A node that listens; ended by {@link end}. */
  static async start(options: NodeOptions): Promise<TributaryNode> {
    const node = await TributaryNode.prepare(options);
    await node.run();
    return node;
  }

  /** Everything but the start. */
  static async prepare(options: NodeOptions): Promise<TributaryNode> {
    const folder = mkdtempSync(join(tmpdir(), `tributary-${options.name}-`));
    // PostgreSQL runs as another user when the tests run as root, and must be able to walk through.
    chmodSync(folder, 0o711);
    return new TributaryNode(options, folder, await freePort(), await freePort());
  }

  /** Writes the configuration file. JSON is YAML. */
  configure(options: NodeOptions, data: string): void {
    const [http, management] = [new URL(this.url), new URL(this.management)];
    const admin = { "admin-email": ADMIN.email, "admin-password": ADMIN.password, "api-token": API_TOKEN };
    writeFileSync(this.configFile, JSON.stringify({
      "data-dir": join(this.folder, data),
      "public-url": this.url,
      http: { host: http.hostname, port: Number(http.port) },
      management: { host: management.hostname, port: Number(management.port) },
      ...(options.withoutAdmin ? {} : { setup: admin }),
      inboxes: options.inboxes ?? [{ name: "web", connector: "livechat" }],
      ...options.config,
    }, null, 2));
  }

  get host(): string {
    return new URL(this.url).host;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  get pid(): number {
    if (this.#process === undefined) throw new Error(`${this.#name}: the node does not run`);
    return this.#process.pid;
  }

  /** What the node has written since its latest start. */
  get log(): string {
    return readFileSync(this.#log).subarray(this.#from).toString("utf8");
  }

  /** Starts it, again after {@link kill} or {@link drain}, and waits until it takes traffic. */
  async run(): Promise<void> {
    const started = this.#start("run");
    this.#process = started;
    await this.#ready(started);
  }

  /** Runs another command of `./tributary` on this node's configuration. @returns its exit code */
  async command(...words: readonly string[]): Promise<number | null> {
    return (await this.#start(...words).exit()).code;
  }

  /** As a crash: nothing is finished. */
  async kill(): Promise<void> {
    await this.#stop("SIGKILL");
  }

  /** As an operator stops it. */
  async drain(): Promise<Exit> {
    return this.#stop("SIGTERM");
  }

  /** Leaves nothing behind but the log. */
  async end(): Promise<void> {
    await this.#stop("SIGKILL");
    await eventually("the data directory to be free", () => {
      rmSync(this.folder, { recursive: true, force: true });
      return true;
    });
  }

  #start(...words: readonly string[]): Started {
    this.#from = statSync(this.#log).size;
    return new Started({
      command: ["./tributary", ...words, "--config", this.configFile],
      log: this.#log,
      mark: this.configFile,
      cwd: ROOT,
      env: environment(this.#heap),
    });
  }

  async #ready(started: Started): Promise<void> {
    const begin = Date.now();
    await eventually(`${this.#name} to say that it is ready`, () => {
      const { log } = this;
      if (READY.test(log)) return true;
      const isLate = Date.now() - begin > STARTING_MS && !log.includes("tributary: building");
      if (!isLate && started.ending === undefined) return false;
      throw new Fatal(`${this.#name}: expected "tributary is ready", found ${started.ending ?? "nothing"} and\n${log.slice(-4_000)}`);
    }, BUILDING_MS);
  }

  async #stop(signal: "SIGTERM" | "SIGKILL"): Promise<Exit> {
    const exit = await this.#process?.stop(signal);
    this.#process = undefined;
    return exit ?? { code: null, signal: null, tookMs: 0 };
  }
}

/** Nothing of the caller's own Tributary, nor of this test runner, may change what is tested. */
function environment(heap: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TRIBUTARY_|VITEST|NODE_ENV$|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(kept), TRIBUTARY_JAVA_OPTS: `-Xmx${heap}` };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
