import { count, list, object, string } from "../link/shape";

/** A file that was uploaded and goes with a message; `preview` is an object URL of this page, never stored. */
export interface PendingFile {
  readonly up: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly preview?: string;
}

export interface Pending {
  readonly cid: string;
  readonly text: string;
  readonly files: readonly PendingFile[];
  /** Milliseconds since 1970, made strictly increasing: the time shown and the order of sending. */
  readonly order: number;
  /** acked: the server has it, the stream has not shown it yet. */
  readonly state: "queued" | "sent" | "acked" | "failed";
  readonly code?: string;
  readonly mid?: string;
}

/** Prefix of the storage entries, one per message, so that two tabs never overwrite each other's. */
export const PENDING = "p:";

export function stored(item: Pending): string {
  const files = item.files.map(({ up, name, type, bytes }) => ({ up, name, type, bytes }));
  return JSON.stringify({ cid: item.cid, text: item.text, files, order: item.order });
}

/** @returns one item, or none if the entry is not ours */
export function readPending(value: string | undefined): readonly Pending[] {
  try {
    const o = object(JSON.parse(value ?? ""), "pending");
    return [{ cid: string(o, "cid"), text: string(o, "text"), files: list(o, "files", readFile), order: count(o, "order"), state: "queued" }];
  } catch {
    return [];
  }
}

function readFile(value: unknown, where: string): PendingFile {
  const o = object(value, where);
  return { up: string(o, "up"), name: string(o, "name"), type: string(o, "type"), bytes: count(o, "bytes") };
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** 120 random bits: unique without asking anybody. */
export function makeCid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `c-${Array.from(bytes, (b) => ALPHABET[b & 31]).join("")}`;
}
