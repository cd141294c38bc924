/** The frames of `lc1` as values; PROTOCOL.md is the text they follow. */

export const SUB_PROTOCOL = "lc1";
export const MAX_PENDING = 50;

export type AuthorKind = "visitor" | "agent" | "system";
export interface Author {
  readonly k: AuthorKind;
  readonly name?: string;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly url: string;
}

export interface Message {
  readonly mid: string;
  readonly cid?: string;
  readonly by: Author;
  readonly text: string;
  readonly att: readonly Attachment[];
  readonly at: string;
  readonly replyTo?: string;
  readonly editedAt?: string;
  readonly redacted?: true;
}

export interface Conv {
  readonly id: string;
  readonly status: string;
  readonly assignee?: { readonly name: string };
}

export type FieldType = "text" | "email" | "tel" | "textarea" | "select" | "checkbox";
export interface Field {
  readonly k: string;
  readonly type: FieldType;
  readonly req: boolean;
  readonly label: string;
  readonly options?: readonly string[];
}
export interface Form {
  readonly fid: string;
  readonly fields: readonly Field[];
}
export type FormValues = Readonly<Record<string, string | boolean>>;

export interface Limits {
  readonly text: number;
  readonly file: number;
  readonly types?: readonly string[];
}

export interface Welcome {
  readonly vid: string;
  readonly vtok: string;
  readonly epoch: string;
  readonly seq: number;
  readonly recovered: boolean;
  readonly hb: number;
  readonly limits: Limits;
  readonly agents: { readonly online: boolean };
  readonly conv: Conv | null;
  readonly known: readonly string[];
  readonly form: Form | null;
  readonly read: { readonly visitor?: string; readonly agent?: string };
}

export interface Snapshot {
  readonly msgs: readonly Message[];
  readonly more: boolean;
  readonly conv: Conv | null;
}

export interface Problem {
  readonly code: string;
  readonly retryAfter?: number;
  readonly fields?: Readonly<Record<string, string>>;
}

type Payload = Readonly<Record<string, unknown>>;

/** Pushes with a position in the visitor's stream. */
export type StreamFrame =
  | { readonly t: "msg.new"; readonly s: number; readonly d: Message }
  | { readonly t: "msg.edit"; readonly s: number; readonly d: { readonly mid: string; readonly text: string; readonly editedAt: string } }
  | { readonly t: "msg.redact"; readonly s: number; readonly d: { readonly mid: string } }
  | { readonly t: "read.agent"; readonly s: number; readonly d: { readonly upto: string } }
  | { readonly t: "conv.status"; readonly s: number; readonly d: { readonly id: string; readonly status: string } }
  | { readonly t: "conv.assigned"; readonly s: number; readonly d: { readonly id: string; readonly name: string | null } }
  | { readonly t: "form.ask"; readonly s: number; readonly d: Form }
  /** A kind this version does not know: only its position counts. */
  | { readonly t: "skip"; readonly s: number; readonly name: string };

export type ReplyFrame =
  | { readonly t: "ok"; readonly re: number; readonly d: Payload }
  | { readonly t: "err"; readonly re: number; readonly d: Problem };

export type ServerFrame =
  | StreamFrame
  | ReplyFrame
  | { readonly t: "welcome"; readonly re: number; readonly d: Welcome }
  | { readonly t: "snap"; readonly d: Snapshot }
  | { readonly t: "synced"; readonly d: { readonly seq: number } }
  | { readonly t: "typing"; readonly d: { readonly on: boolean; readonly name: string } }
  | { readonly t: "presence"; readonly d: { readonly online: boolean } }
  | { readonly t: "ping" }
  | { readonly t: "bye"; readonly d: { readonly retryAfter: number } }
  | { readonly t: "ignored"; readonly name: string };

export type Proof = { readonly jwt: string } | { readonly id: string; readonly hmac: string };

export interface Hello {
  readonly v: 1;
  readonly vid?: string;
  readonly vtok?: string;
  readonly epoch?: string;
  readonly seq?: number;
  readonly page?: { readonly url: string; readonly title: string; readonly ref: string };
  readonly locale?: string;
  readonly tz?: string;
  readonly caps?: readonly string[];
  readonly ident?: Proof;
  readonly pending: readonly string[];
}

/** Requests that are answered by `ok` or `err`, and what they carry. */
export interface Requests {
  readonly "msg.send": { readonly cid: string; readonly text: string; readonly att: readonly string[]; readonly replyTo?: string };
  readonly "hist.get": { readonly before?: string; readonly n: number };
  readonly sync: { readonly epoch: string; readonly seq: number };
  readonly ident: Proof;
  readonly logout: Readonly<Record<string, never>>;
  readonly "conv.close": Readonly<Record<string, never>>;
  readonly "form.submit": { readonly cid: string; readonly fid: string; readonly values: FormValues };
  readonly "up.begin": { readonly cid: string; readonly name: string; readonly type: string; readonly size: number; readonly sha256?: string };
}

/** Frames that nobody answers. */
export interface Notices {
  readonly read: { readonly upto: string };
  readonly typing: { readonly on: boolean };
}

export function unreachable(x: never): never {
  throw new Error(`not handled: ${JSON.stringify(x)}`);
}
