import { type ReadonlySignal, signal } from "@preact/signals";
import type { Reply } from "../link/connection";
import { parseGrant, type UploadGrant } from "../link/parse";
import type { Limits, Requests } from "../link/protocol";
import { makeCid, type PendingFile } from "./pending";

export interface Upload {
  readonly id: string;
  readonly file: File;
  readonly preview: string | null;
  readonly state: "waiting" | "sending" | "ready" | "failed";
  /** 0 … 1 */
  readonly progress: number;
  readonly up?: string;
  readonly code?: string;
}

export interface Transfer {
  /** null when the bytes are stored, else the problem's code. */
  readonly done: Promise<string | null>;
  abort(): void;
}

export interface UploadWorld {
  begin(d: Requests["up.begin"]): Promise<Reply>;
  transfer(grant: UploadGrant, file: File, progress: (share: number) => void): Transfer;
  limits(): Limits;
}

export const MAX_FILES = 5;

/** The files of the message being written: each is asked for, sent, and then waits for the message. */
export class Uploads {
  readonly #items = signal<readonly Upload[]>([]);
  readonly #world: UploadWorld;
  readonly #transfers = new Map<string, Transfer>();

  constructor(world: UploadWorld) {
    this.#world = world;
  }

  get items(): ReadonlySignal<readonly Upload[]> {
    return this.#items;
  }

  /** @returns how many did not fit */
  add(files: readonly File[]): number {
    const room = Math.max(0, MAX_FILES - this.#items.value.length);
    const added = files.slice(0, room).map((file) => this.#enter(file));
    this.#items.value = [...this.#items.value, ...added];
    for (const item of added) void this.#start(item.id);
    return files.length - added.length;
  }

  retry(id: string): void {
    this.#patch(id, { state: "waiting", progress: 0 });
    void this.#start(id);
  }

  cancel(id: string): void {
    this.#transfers.get(id)?.abort();
    const item = this.#find(id);
    if (item?.preview) URL.revokeObjectURL(item.preview);
    this.#items.value = this.#items.value.filter((i) => i.id !== id);
  }

  connected(): void {
    for (const item of this.#items.value) if (item.state === "waiting") void this.#start(item.id);
  }

  /** Hands the finished files to a message, and drops those that were refused for good; the previews stay valid, because the message shows them until the server's copy is there. */
  take(): readonly PendingFile[] {
    for (const item of this.#items.value) if (isRefused(item)) this.cancel(item.id);
    const ready = this.#items.value.filter((item) => item.state === "ready");
    this.#items.value = this.#items.value.filter((item) => item.state !== "ready");
    return ready.map(asPendingFile);
  }

  clear(): void {
    for (const item of this.#items.value) this.cancel(item.id);
  }

  #enter(file: File): Upload {
    const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
    const code = refusal(file, this.#world.limits());
    const base = { id: makeCid(), file, preview, progress: 0 };
    return code === null ? { ...base, state: "waiting" } : { ...base, state: "failed", code };
  }

  async #start(id: string): Promise<void> {
    const item = this.#find(id);
    if (item?.state !== "waiting") return;
    const sha256 = await digest(item.file);
    const { name, type, size } = item.file;
    const cid = item.code === undefined ? id : makeCid();
    const reply = await this.#world.begin({ cid, name, type: type || OCTETS, size, ...(sha256 === null ? {} : { sha256 }) });
    if (this.#find(id)?.state !== "waiting") return;
    if (reply.k === "err") this.#patch(id, { state: "failed", code: reply.problem.code });
    if (reply.k === "ok") await this.#send(id, item.file, parseGrant(reply.d));
  }

  async #send(id: string, file: File, grant: UploadGrant): Promise<void> {
    this.#patch(id, { state: "sending" });
    const transfer = this.#world.transfer(grant, file, (progress) => this.#patch(id, { progress }));
    this.#transfers.set(id, transfer);
    const code = await transfer.done;
    this.#transfers.delete(id);
    this.#patch(id, code === null ? { state: "ready", progress: 1, up: grant.up } : { state: "failed", code });
  }

  #find(id: string): Upload | undefined {
    return this.#items.value.find((item) => item.id === id);
  }

  #patch(id: string, patch: Partial<Upload>): void {
    this.#items.value = this.#items.value.map((item) => (item.id === id ? { ...item, ...patch } : item));
  }
}

const OCTETS = "application/octet-stream";

function asPendingFile(item: Upload): PendingFile {
  const { name, type, size } = item.file;
  const file = { up: item.up ?? "", name, type: type || OCTETS, bytes: size };
  return item.preview === null ? file : { ...file, preview: item.preview };
}

const REFUSED: readonly string[] = ["too-large", "type-not-allowed", "empty"];

/** No second try can help: the message goes without it. */
export function isRefused({ state, code }: Upload): boolean {
  return state === "failed" && REFUSED.includes(code ?? "");
}

/** What the server would refuse is said before a byte is sent. */
export function refusal(file: { readonly size: number; readonly type: string }, limits: Limits): string | null {
  if (file.size === 0) return "empty";
  if (file.size > limits.file) return "too-large";
  return limits.types === undefined || limits.types.some((t) => fits(file.type, t)) ? null : "type-not-allowed";
}

function fits(type: string, allowed: string): boolean {
  return allowed.endsWith("/*") ? type.startsWith(allowed.slice(0, -1)) : type === allowed;
}

/** Hex SHA-256; null where the page is not a secure context and the browser has none. */
async function digest(file: File): Promise<string | null> {
  if (typeof crypto.subtle === "undefined") return null;
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (b) => b.toString(16).padStart(2, "0")).join("");
}
