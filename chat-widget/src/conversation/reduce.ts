import type { Conv, Form, Limits, Message, ServerFrame, Snapshot, StreamFrame, Welcome } from "../link/protocol";
import { unreachable } from "../link/protocol";

/** The visitor's conversation as the stream has told it so far. */
export interface Conversation {
  readonly epoch: string;
  /** The last position whose frame is in this state. */
  readonly seq: number;
  /** False until the stream was once complete up to `seq`: then `seq` may be used to resume. */
  readonly positioned: boolean;
  /** False between `welcome` and `synced`. */
  readonly synced: boolean;
  /** Pushes are missing: nothing after them is shown until `synced`. */
  readonly hole: boolean;
  readonly messages: readonly Message[];
  readonly more: boolean;
  readonly conv: Conv | null;
  readonly form: Form | null;
  readonly online: boolean;
  readonly limits: Limits;
  readonly readByAgent: string | null;
  readonly readByVisitor: string | null;
  /** A snapshot on its way; shown in one step when it is whole. */
  readonly staged: Snapshot | null;
  /** Pushes that came while a snapshot or a hole was open. */
  readonly held: readonly StreamFrame[];
  /** Frames of kinds this version does not know. */
  readonly ignored: number;
}

const MAX_HELD = 300;

export const EMPTY: Conversation = {
  epoch: "",
  seq: 0,
  positioned: false,
  synced: false,
  hole: false,
  messages: [],
  more: false,
  conv: null,
  form: null,
  online: false,
  limits: { text: 4000, file: 20_971_520 },
  readByAgent: null,
  readByVisitor: null,
  staged: null,
  held: [],
  ignored: 0,
};

/** Pure: the same frames in the same order give the same conversation. */
export function reduce(state: Conversation, frame: ServerFrame): Conversation {
  switch (frame.t) {
    case "welcome": return welcomed(state, frame.d);
    case "snap": return staged(state, frame.d);
    case "synced": return synced(state, frame.d.seq);
    case "presence": return { ...state, online: frame.d.online };
    case "ignored": return { ...state, ignored: state.ignored + 1 };
    case "ok":
    case "err":
    case "typing":
    case "ping":
    case "bye": return state;
    default: return pushed(state, frame);
  }
}

function welcomed(state: Conversation, d: Welcome): Conversation {
  return {
    ...state,
    epoch: d.epoch,
    synced: false,
    hole: false,
    conv: d.conv,
    form: d.form,
    online: d.agents.online,
    limits: d.limits,
    readByAgent: d.read.agent ?? state.readByAgent,
    readByVisitor: d.read.visitor ?? state.readByVisitor,
    staged: d.recovered ? null : { msgs: [], more: false, conv: d.conv },
    held: [],
  };
}

/** Pieces come oldest first, so only the first one knows whether there is more before it. */
function staged(state: Conversation, piece: Snapshot): Conversation {
  const before = state.staged;
  const first = before === null || before.msgs.length === 0;
  const msgs = first ? piece.msgs : [...before.msgs, ...piece.msgs];
  return { ...state, staged: { msgs, more: first ? piece.more : before.more, conv: piece.conv } };
}

function synced(state: Conversation, seq: number): Conversation {
  const whole = state.staged
    ? { ...state, messages: state.staged.msgs, more: state.staged.more, conv: state.staged.conv, seq }
    : state;
  const held = [...state.held].sort((a, b) => a.s - b.s);
  const settled = held.reduce(pushed, { ...whole, staged: null, held: [], hole: false });
  return { ...settled, positioned: true, synced: true, hole: settled.hole || settled.seq < seq };
}

function pushed(state: Conversation, frame: StreamFrame): Conversation {
  if (state.staged) return hold(state, frame);
  if (frame.s <= state.seq) return state;
  if (frame.s > state.seq + 1) return { ...hold(state, frame), hole: true };
  return { ...applied(state, frame), seq: frame.s };
}

function hold(state: Conversation, frame: StreamFrame): Conversation {
  return state.held.length < MAX_HELD ? { ...state, held: [...state.held, frame] } : state;
}

function applied(state: Conversation, frame: StreamFrame): Conversation {
  switch (frame.t) {
    case "msg.new": return { ...state, messages: appended(state.messages, frame.d) };
    case "msg.edit": return patched(state, frame.d.mid, { text: frame.d.text, editedAt: frame.d.editedAt });
    case "msg.redact": return patched(state, frame.d.mid, { text: "", att: [], redacted: true });
    case "read.agent": return { ...state, readByAgent: frame.d.upto };
    case "conv.status": return { ...state, conv: { ...sameConv(state.conv, frame.d.id), ...frame.d } };
    case "conv.assigned": return { ...state, conv: assigned(state.conv, frame.d) };
    case "form.ask": return { ...state, form: frame.d };
    case "skip": return { ...state, ignored: state.ignored + 1 };
    default: return unreachable(frame);
  }
}

function appended(messages: readonly Message[], message: Message): readonly Message[] {
  const known = messages.some((m) => m.mid === message.mid);
  return known ? messages.map((m) => (m.mid === message.mid ? message : m)) : [...messages, message];
}

function patched(state: Conversation, mid: string, patch: Partial<Message>): Conversation {
  return { ...state, messages: state.messages.map((m) => (m.mid === mid ? { ...m, ...patch } : m)) };
}

function sameConv(conv: Conv | null, id: string): Partial<Conv> {
  return conv?.id === id ? conv : {};
}

function assigned(conv: Conv | null, d: { readonly id: string; readonly name: string | null }): Conv {
  const status = conv?.id === d.id ? conv.status : "open";
  return { id: d.id, status, ...(d.name === null ? {} : { assignee: { name: d.name } }) };
}

/** A page of history above what is there. */
export function prepended(state: Conversation, older: readonly Message[], more: boolean): Conversation {
  const have = new Set(state.messages.map((m) => m.mid));
  return { ...state, messages: [...older.filter((m) => !have.has(m.mid)), ...state.messages], more };
}

/** The same messages read again, with fresh signed addresses. */
export function refreshed(state: Conversation, fresh: readonly Message[]): Conversation {
  const byMid = new Map(fresh.map((m) => [m.mid, m]));
  return { ...state, messages: state.messages.map((m) => byMid.get(m.mid) ?? m) };
}
