import { describe, expect, it } from "vitest";
import type { Message, ServerFrame, StreamFrame } from "../link/protocol";
import { message, welcomeOf } from "../testing/fakes";
import { type Conversation, EMPTY, prepended, reduce, refreshed } from "./reduce";

const after = (frames: readonly ServerFrame[], from: Conversation = EMPTY) => frames.reduce(reduce, from);
const welcome = (d: Parameters<typeof welcomeOf>[0] = {}): ServerFrame => ({ t: "welcome", re: 1, d: welcomeOf(d) });
const synced = (seq: number): ServerFrame => ({ t: "synced", d: { seq } });
const msg = (s: number, m: Message = message(s)): ServerFrame => ({ t: "msg.new", s, d: m });
const snap = (msgs: readonly Message[], more = false): ServerFrame => ({ t: "snap", d: { msgs, more, conv: null } });
const mids = (state: Conversation) => state.messages.map((m) => m.mid);

describe("the stream", () => {
  const start = after([welcome(), synced(0)]);

  it("is shown in order", () => {
    expect(mids(after([msg(1), msg(2)], start))).toEqual(["m_1", "m_2"]);
  });

  it("drops what it has", () => {
    const state = after([msg(1), msg(2), msg(1), msg(2)], start);

    expect(mids(state)).toEqual(["m_1", "m_2"]);
    expect(state.seq).toBe(2);
  });

  it("shows nothing behind a hole until the hole is closed", () => {
    const holed = after([msg(1), msg(3), msg(4)], start);
    expect(mids(holed)).toEqual(["m_1"]);
    expect(holed.hole).toBe(true);

    const healed = after([msg(2), msg(3), synced(3)], holed);
    expect(mids(healed)).toEqual(["m_1", "m_2", "m_3", "m_4"]);
    expect(healed).toMatchObject({ hole: false, seq: 4, held: [] });
  });

  it("still has a hole if the answer did not close it", () => {
    expect(after([msg(3), synced(0)], start)).toMatchObject({ hole: true, seq: 0 });
    expect(after([synced(5)], start)).toMatchObject({ hole: true, seq: 0 });
  });

  it("counts kinds it does not know, and goes on behind them", () => {
    const state = after([{ t: "skip", s: 1, name: "csat.ask" }, msg(2), { t: "ignored", name: "x" }], start);

    expect(state).toMatchObject({ seq: 2, ignored: 2 });
    expect(mids(state)).toEqual(["m_2"]);
  });

  it("shows the snapshot that follows a merge in place of what was there", () => {
    const state = after([msg(1), { t: "skip", s: 2, name: "ident.merged" }, snap([message(7), message(1)]), msg(3), synced(2)], start);

    expect(mids(state)).toEqual(["m_7", "m_1", "m_3"]);
    expect(state).toMatchObject({ seq: 3, hole: false, staged: null });
  });

  it("edits and redacts", () => {
    const state = after([msg(1), msg(2), { t: "msg.edit", s: 3, d: { mid: "m_1", text: "new", editedAt: "t" } }, { t: "msg.redact", s: 4, d: { mid: "m_2" } }], start);

    expect(state.messages[0]).toMatchObject({ text: "new", editedAt: "t" });
    expect(state.messages[1]).toMatchObject({ text: "", att: [], redacted: true });
  });

  it("follows status, assignee, reading, presence and forms", () => {
    const form = { fid: "f", fields: [] };
    const state = after([
      { t: "conv.status", s: 1, d: { id: "7", status: "open" } },
      { t: "conv.assigned", s: 2, d: { id: "7", name: "Li" } },
      { t: "conv.status", s: 3, d: { id: "7", status: "solved" } },
      { t: "read.agent", s: 4, d: { upto: "m_9" } },
      { t: "form.ask", s: 5, d: form },
      { t: "presence", d: { online: false } },
    ], start);

    expect(state).toMatchObject({ conv: { id: "7", status: "solved", assignee: { name: "Li" } }, readByAgent: "m_9", form, online: false });
    expect(after([{ t: "conv.assigned", s: 6, d: { id: "7", name: null } }], state).conv).toEqual({ id: "7", status: "solved" });
    expect(after([{ t: "conv.status", s: 6, d: { id: "8", status: "new" } }], state).conv).toEqual({ id: "8", status: "new" });
  });
});

describe("a resume", () => {
  const before = after([welcome(), synced(0), msg(1), msg(2)]);

  it("goes on where it stopped", () => {
    const state = after([welcome({ seq: 4 }), msg(3), msg(4), synced(4)], before);

    expect(mids(state)).toEqual(["m_1", "m_2", "m_3", "m_4"]);
    expect(state).toMatchObject({ seq: 4, synced: true, hole: false });
  });

  it("is not complete before synced", () => {
    expect(after([welcome({ seq: 4 }), msg(3)], before)).toMatchObject({ synced: false, positioned: true });
  });

  it("replaces everything by a snapshot, in one step", () => {
    const coming = after([welcome({ seq: 9, recovered: false }), snap([message(7)], true), snap([message(8), message(9)])], before);
    expect(mids(coming)).toEqual(["m_1", "m_2"]);

    const state = after([synced(9)], coming);
    expect(mids(state)).toEqual(["m_7", "m_8", "m_9"]);
    expect(state).toMatchObject({ seq: 9, more: true, staged: null });
  });

  it("puts pushes that came with the snapshot behind it, once", () => {
    const state = after([welcome({ seq: 9, recovered: false }), msg(10), snap([message(9)]), msg(9), msg(11), synced(10), msg(12)], before);

    expect(mids(state)).toEqual(["m_9", "m_11", "m_12"]);
    expect(state.seq).toBe(12);
  });

  it("shows an empty conversation if the snapshot is empty", () => {
    expect(after([welcome({ seq: 0, recovered: false }), synced(0)], before)).toMatchObject({ messages: [], seq: 0, synced: true });
  });

  it("forgets an unfinished snapshot", () => {
    const state = after([welcome({ seq: 9, recovered: false }), snap([message(9)]), welcome({ seq: 3 }), msg(3), synced(3)], before);

    expect(mids(state)).toEqual(["m_1", "m_2", "m_3"]);
  });

  it("takes a snapshot as the answer of a sync", () => {
    const state = after([msg(5), snap([message(5)], true), synced(5)], before);

    expect(mids(state)).toEqual(["m_5"]);
    expect(state).toMatchObject({ seq: 5, hole: false });
  });
});

describe("history", () => {
  it("is put above, without doubles", () => {
    const state = after([welcome({ seq: 5, recovered: false }), snap([message(4), message(5)], true), synced(5)]);
    const older = prepended(state, [message(2), message(3), message(4)], false);

    expect(mids(older)).toEqual(["m_2", "m_3", "m_4", "m_5"]);
    expect(older.more).toBe(false);
  });

  it("can be read again", () => {
    const state = after([welcome(), synced(0), msg(1), msg(2)]);

    expect(refreshed(state, [{ ...message(2), text: "fresh" }]).messages.map((m) => m.text)).toEqual(["text 1", "fresh"]);
  });
});

/** A server in ten lines: applies changes to its own truth and gives either the pushes or the state. */
class ModelServer {
  readonly stream: StreamFrame[] = [];

  grow(random: () => number): void {
    const s = this.stream.length + 1;
    const mid = `m_${1 + Math.floor(random() * s)}`;
    const kinds: readonly StreamFrame[] = [
      { t: "msg.new", s, d: message(s, random() < 0.5 ? "agent" : "visitor", random() < 0.5 ? `c_${s}` : undefined) },
      { t: "msg.edit", s, d: { mid, text: `edit ${s}`, editedAt: "t" } },
      { t: "msg.redact", s, d: { mid } },
      { t: "conv.status", s, d: { id: "7", status: random() < 0.5 ? "open" : "solved" } },
      { t: "conv.assigned", s, d: { id: "7", name: random() < 0.5 ? "Li" : null } },
      { t: "skip", s, name: "later" },
    ];
    const frame = kinds[Math.floor(random() * kinds.length)];
    if (frame) this.stream.push(frame);
  }

  at(seq: number): Conversation {
    return after([welcome(), ...this.stream.slice(0, seq), synced(seq)]);
  }

  snapshot(seq: number): readonly ServerFrame[] {
    const { messages, conv } = this.at(seq);
    const cut = Math.floor(messages.length / 2);
    const piece = (msgs: readonly Message[]): ServerFrame => ({ t: "snap", d: { msgs, more: false, conv } });
    return [welcome({ seq, recovered: false, conv }), piece(messages.slice(0, cut)), piece(messages.slice(cut)), synced(seq)];
  }
}

function seeded(seed: number): () => number {
  let x = seed * 2654435761 + 1;
  return () => {
    x = (x ^ (x << 13)) >>> 0;
    x = (x ^ (x >>> 17)) >>> 0;
    x = (x ^ (x << 5)) >>> 0;
    return x / 2 ** 32;
  };
}

const seen = ({ messages, conv, seq }: Conversation) => ({ messages, conv, seq });

describe("property", () => {
  it("a snapshot at n and the deltas to m equal the state at m, whatever is lost, doubled or late", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seeded(seed);
      const server = new ModelServer();
      const total = 5 + Math.floor(random() * 40);
      while (server.stream.length < total) server.grow(random);
      const n = Math.floor(random() * total);

      let state = after(server.snapshot(n));
      let order = [...server.stream.slice(n)];
      for (let i = 0; i < 3; i++) order = disturbed(order, random);
      state = after(order, state);
      if (state.hole || state.seq < total) state = after([...server.stream.slice(state.seq), synced(total)], state);

      expect(seen(state), `seed ${seed}`).toEqual(seen(server.at(total)));
      expect(state.hole).toBe(false);
    }
  });
});

/** Loses, doubles or swaps one frame. */
function disturbed(frames: readonly StreamFrame[], random: () => number): StreamFrame[] {
  const out = [...frames];
  const i = Math.floor(random() * out.length);
  const a = out[i];
  const b = out[i + 1];
  if (!a) return out;
  const what = random();
  if (what < 0.34) out.splice(i, 1);
  else if (what < 0.67) out.splice(i, 0, a);
  else if (b) out.splice(i, 2, b, a);
  return out;
}
