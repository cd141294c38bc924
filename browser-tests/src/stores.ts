import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresPrograms, redisProgram, run } from "./binaries.ts";
import { eventually, Fatal } from "./eventually.ts";
import { freePort } from "./node.ts";
import { LOGS } from "./paths.ts";
import { Started } from "./started.ts";

type Command = readonly [program: string, ...words: string[]];

/** @param pid of the process */
type IsReady = (pid: number) => boolean | Promise<boolean>;

const HERE = "127.0.0.1";
const WITH_US: Command = ["setpriv", "--pdeathsig", "KILL"];
/** PostgreSQL refuses to run as root. */
const NOT_ROOT: Command = process.getuid?.() === 0 ? ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--pdeathsig", "KILL"] : WITH_US;

/** A store that nodes share, on a free port and in a folder of its own; ended by {@link end}. */
export class Store {
  readonly uri: string;
  readonly #name: string;
  readonly #folder: string;
  readonly #command: Command;
  readonly #isReady: IsReady;
  #process: Started | undefined;

  private constructor(uri: string, name: string, folder: string, command: Command, isReady: IsReady) {
    this.uri = uri;
    this.#name = name;
    this.#folder = folder;
    this.#command = command;
    this.#isReady = isReady;
  }

  /** A real PostgreSQL with an empty database. */
  static async postgres(): Promise<Store> {
    const [folder, port] = [newFolder("postgres"), await freePort()];
    const data = join(folder, "data");
    const programs = postgresPrograms(folder);
    mkdirSync(data);
    if (NOT_ROOT !== WITH_US) run(folder, "chown", "nobody:nogroup", data);
    run(folder, ...NOT_ROOT, join(programs, "initdb"), "-D", data, "-U", "tributary", "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
    const settings = [`listen_addresses=${HERE}`, "unix_socket_directories=", "dynamic_shared_memory_type=mmap"];
    const command: Command = [...NOT_ROOT, join(programs, "postgres"), "-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
    const isReady = (pid: number): boolean => {
      const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
      return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
    };
    return new Store(`postgresql://tributary@${HERE}:${port}/postgres`, "postgres", folder, command, isReady).#first();
  }

  /** A real Redis that keeps nothing on the disk. */
  static async redis(): Promise<Store> {
    const [folder, port] = [newFolder("redis"), await freePort()];
    const command: Command = [...WITH_US, redisProgram(folder), "--port", String(port), "--bind", HERE, "--save", "", "--dir", folder];
    return new Store(`redis://${HERE}:${port}/0`, "redis", folder, command, () => accepts(port)).#first();
  }

  /** Starts it, again after {@link kill}, and waits until it serves. */
  async run(): Promise<void> {
    const log = join(LOGS, `store-${this.#name}.log`);
    const started = new Started({ command: this.#command, log, mark: this.#folder });
    this.#process = started;
    await eventually(`${this.#name} to serve`, async () => {
      if (started.ending !== undefined) throw new Fatal(`${this.#name}: expected it to serve, found ${started.ending}; see ${log}`);
      return this.#isReady(started.pid);
    });
  }

  /** As a crash. */
  async kill(): Promise<void> {
    await this.#process?.stop("SIGKILL");
    this.#process = undefined;
  }

  async end(): Promise<void> {
    await this.kill();
    await eventually(`the folder of ${this.#name} to be free`, () => {
      rmSync(this.#folder, { recursive: true, force: true });
      return true;
    });
  }

  async #first(): Promise<this> {
    writeFileSync(join(LOGS, `store-${this.#name}.log`), "");
    try {
      await this.run();
    } catch (failure) {
      await this.end();
      throw failure;
    }
    return this;
  }
}

/** Another user must be able to walk through. */
function newFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `tributary-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HERE, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
