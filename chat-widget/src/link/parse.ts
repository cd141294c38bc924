import type { Attachment, Author, Conv, Field, Form, Limits, Message, Problem, ServerFrame, Snapshot, Welcome } from "./protocol";
import { count, flag, has, list, Malformed, object, oneOf, optional, type Shape, string, text } from "./shape";

const MAX_BATCH = 50;

/**
 * One text frame from the server as envelopes, in order.
 * @throws Malformed where a known frame breaks its shape; unknown types become `skip` (with a position) or `ignored`.
 */
export function parse(data: unknown): readonly ServerFrame[] {
  if (typeof data !== "string") throw new Malformed("frame: expected text");
  const value = json(data);
  if (!Array.isArray(value)) return [envelope(value)];
  if (value.length > MAX_BATCH) throw new Malformed(`batch: expected at most ${MAX_BATCH}, found ${value.length}`);
  return value.map(envelope);
}

function json(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new Malformed("frame: not JSON");
  }
}

function envelope(value: unknown): ServerFrame {
  const o = object(value, "frame");
  const t = string(o, "t");
  const d = o["d"] === undefined ? {} : object(o["d"], "d");
  switch (t) {
    case "ok": return { t, re: count(o, "re"), d };
    case "err": return { t, re: has(o, "re") ? count(o, "re") : 0, d: problem(d) };
    case "welcome": return { t, re: count(o, "re"), d: welcome(d) };
    case "snap": return { t, d: snapshot(d) };
    case "synced": return { t, d: { seq: count(d, "seq") } };
    case "typing": return { t, d: { on: flag(d, "on"), name: nameOf(d) } };
    case "presence": return { t, d: { online: flag(d, "online") } };
    case "ping": return { t };
    case "bye": return { t, d: { retryAfter: has(d, "retryAfter") ? count(d, "retryAfter") : 0 } };
    default: return stream(t, o, d);
  }
}

function stream(t: string, o: Shape, d: Shape): ServerFrame {
  switch (t) {
    case "msg.new": return { t, s: count(o, "s"), d: message(d, "d") };
    case "msg.edit": return { t, s: count(o, "s"), d: { mid: string(d, "mid"), text: string(d, "text"), editedAt: string(d, "editedAt") } };
    case "msg.redact": return { t, s: count(o, "s"), d: { mid: string(d, "mid") } };
    case "read.agent": return { t, s: count(o, "s"), d: { upto: string(d, "upto") } };
    case "conv.status": return { t, s: count(o, "s"), d: { id: string(d, "id"), status: string(d, "status") } };
    case "conv.assigned": return { t, s: count(o, "s"), d: { id: string(d, "id"), name: has(d, "name") ? string(d, "name") : null } };
    case "form.ask": return { t, s: count(o, "s"), d: form(d) };
    default: return has(o, "s") ? { t: "skip", s: count(o, "s"), name: t } : { t: "ignored", name: t };
  }
}

function nameOf(d: Shape): string {
  if (!has(d, "by")) return "";
  const by = object(d["by"], "by");
  return has(by, "name") ? string(by, "name") : "";
}

function author(value: unknown): Author {
  const o = object(value, "by");
  return { k: oneOf(o, "k", ["visitor", "agent", "system"]), ...optional(o, "name", string) };
}

function attachment(value: unknown, where: string): Attachment {
  const o = object(value, where);
  return { id: string(o, "id"), name: string(o, "name"), type: string(o, "type"), bytes: count(o, "bytes"), url: string(o, "url") };
}

function message(value: unknown, where: string): Message {
  const o = object(value, where);
  return {
    mid: string(o, "mid"),
    ...optional(o, "cid", string),
    by: author(o["by"]),
    text: string(o, "text"),
    att: has(o, "att") ? list(o, "att", attachment) : [],
    at: string(o, "at"),
    ...optional(o, "replyTo", string),
    ...optional(o, "editedAt", string),
  };
}

function conv(o: Shape): Conv | null {
  if (!has(o, "conv")) return null;
  const c = object(o["conv"], "conv");
  const assignee = has(c, "assignee") ? object(c["assignee"], "assignee") : null;
  return {
    id: string(c, "id"),
    status: string(c, "status"),
    ...(assignee && has(assignee, "name") ? { assignee: { name: string(assignee, "name") } } : {}),
  };
}

function field(value: unknown, where: string): Field {
  const o = object(value, where);
  return {
    k: string(o, "k"),
    type: oneOf(o, "type", ["text", "email", "tel", "textarea", "select", "checkbox"]),
    req: has(o, "req") ? flag(o, "req") : false,
    label: string(o, "label"),
    ...optional(o, "options", (from, key) => list(from, key, text)),
  };
}

function form(o: Shape): Form {
  return { fid: string(o, "fid"), fields: list(o, "fields", field) };
}

function limits(o: Shape): Limits {
  return { text: count(o, "text"), file: count(o, "file"), ...optional(o, "types", (from, key) => list(from, key, text)) };
}

function welcome(d: Shape): Welcome {
  return {
    vid: string(d, "vid"),
    vtok: string(d, "vtok"),
    epoch: string(d, "epoch"),
    seq: count(d, "seq"),
    recovered: flag(d, "recovered"),
    hb: Math.max(1, count(d, "hb")),
    limits: limits(object(d["limits"], "limits")),
    agents: { online: flag(object(d["agents"], "agents"), "online") },
    conv: conv(d),
    known: has(d, "known") ? list(d, "known", text) : [],
    form: has(d, "form") ? form(object(d["form"], "form")) : null,
    read: has(d, "read") ? readMarks(object(d["read"], "read")) : {},
  };
}

function readMarks(o: Shape): Welcome["read"] {
  const marks = (["visitor", "agent"] as const).filter((k) => typeof o[k] === "string");
  return Object.fromEntries(marks.map((k) => [k, string(o, k)]));
}

function snapshot(d: Shape): Snapshot {
  return { msgs: list(d, "msgs", message), more: has(d, "more") ? flag(d, "more") : false, conv: conv(d) };
}

function problem(d: Shape): Problem {
  return {
    code: string(d, "code"),
    ...optional(d, "retryAfter", seconds),
    ...optional(d, "fields", reasons),
  };
}

function seconds(o: Shape, key: string): number {
  const value = o[key];
  return typeof value === "number" && value >= 0 ? value : 0;
}

function reasons(o: Shape, key: string): Readonly<Record<string, string>> {
  const fields = object(o[key], key);
  return Object.fromEntries(Object.keys(fields).map((k) => [k, string(fields, k)]));
}

/** The `ok` of `hist.get`. @throws Malformed */
export function parseHistory(d: Shape): { readonly msgs: readonly Message[]; readonly more: boolean } {
  return { msgs: list(d, "msgs", message), more: flag(d, "more") };
}

export interface UploadGrant {
  readonly up: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The `ok` of `up.begin`. @throws Malformed */
export function parseGrant(d: Shape): UploadGrant {
  return { up: string(d, "up"), url: string(d, "url"), method: string(d, "method"), headers: has(d, "headers") ? reasons(d, "headers") : {} };
}

/** The `ok` of `msg.send`. @throws Malformed */
export function parseAck(d: Shape): { readonly cid: string; readonly mid: string; readonly at: string } {
  return { cid: string(d, "cid"), mid: string(d, "mid"), at: string(d, "at") };
}
