import { type ReadonlySignal, signal } from "@preact/signals";
import type { Entries } from "../embed/messages";
import type { Clock } from "../link/clock";
import type { Reply } from "../link/connection";
import { parseAck } from "../link/parse";
import { MAX_PENDING, type Problem } from "../link/protocol";
import { makeCid, PENDING, type Pending, type PendingFile, readPending, stored } from "./pending";

const ANSWER_MS = 10_000;
const RESENDS = 5;
const SOON_MS = 2_000;
const DEFAULT_RETRY_S = 3;
const MAX_DEFERRALS = 20;

export interface OutboxWorld {
  readonly clock: Clock;
  send(item: Pending): Promise<Reply>;
  put(key: string, value: string | null): void;
  /** The server wants a new hello before it takes messages. */
  renew(): void;
}

/**
 * What the visitor wrote and the server has not confirmed. One message is on its way at a time, so that they arrive in order;
 * the same `cid` is sent until an answer comes, so that each arrives once. Nothing leaves this list unless the server
 * has it or the visitor takes it back.
 */
export class Outbox {
  readonly #items = signal<readonly Pending[]>([]);
  readonly #world: OutboxWorld;
  readonly #deferrals = new Map<string, number>();
  #open = false;
  #pausedUntil = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(world: OutboxWorld) {
    this.#world = world;
  }

  get items(): ReadonlySignal<readonly Pending[]> {
    return this.#items;
  }

  get full(): boolean {
    return this.#items.value.length >= MAX_PENDING;
  }

  /** What an earlier page or a closed tab left behind. */
  restore(entries: Entries): void {
    const found = Object.keys(entries).filter((k) => k.startsWith(PENDING)).flatMap((k) => readPending(entries[k]));
    const have = new Set(this.#items.value.map((item) => item.cid));
    const added = found.filter((item) => !have.has(item.cid)).sort((a, b) => a.order - b.order);
    this.#items.value = [...added, ...this.#items.value].slice(0, MAX_PENDING);
  }

  /** @returns false if the list is full; the words stay with the caller then */
  add(text: string, files: readonly PendingFile[]): boolean {
    if (this.full) return false;
    const order = Math.max(this.#world.clock.now(), ...this.#items.value.map((item) => item.order + 1));
    const item: Pending = { cid: makeCid(), text, files, order, state: "queued" };
    this.#world.put(PENDING + item.cid, stored(item));
    this.#items.value = [...this.#items.value, item];
    this.#pump();
    return true;
  }

  retry(cid: string): void {
    const item = this.#find(cid);
    if (item?.state !== "failed") return;
    if (item.code === "cid-conflict") this.#rename(item);
    else this.#patch(cid, { state: "queued" });
    this.#pump();
  }

  /** Takes an unsent message back, to be written anew. */
  take(cid: string): Pending | null {
    const item = this.#find(cid);
    if (!item || item.state === "acked") return null;
    this.#drop(cid);
    return item;
  }

  /** Another tab is done with it. */
  goneElsewhere(cid: string): void {
    if (this.#find(cid)?.state !== "sent") this.#remove(cid);
  }

  cids(): readonly string[] {
    return this.#items.value.filter((item) => item.state !== "acked").map((item) => item.cid);
  }

  /**
   * @param known those of `cids()` that the server has
   * @param hold the server wants a form first: nothing is sent until `release`
   */
  connected(known: readonly string[], hold: boolean): void {
    for (const item of this.#items.value) {
      if (known.includes(item.cid)) this.#acked(item.cid, null);
      else if (item.state === "sent" || (item.state === "failed" && item.code === "no-answer")) this.#patch(item.cid, { state: "queued" });
    }
    this.#pausedUntil = 0;
    this.#open = !hold;
    this.#pump();
  }

  release(): void {
    this.#open = true;
    this.#pump();
  }

  disconnected(): void {
    this.#open = false;
    this.#cancelTimer();
  }

  /** The frame with the message on its way was too big: sending it again would only close the socket again. */
  oversized(): void {
    const item = this.#items.value.find((i) => i.state === "sent");
    if (item) this.#patch(item.cid, { state: "failed", code: "too-large" });
  }

  /** The conversation shows these now. @param whole the stream is complete: what the server knows must be in it or before it */
  settle(shown: ReadonlySet<string>, whole: boolean): void {
    for (const item of this.#items.value) {
      const known = item.state === "acked" && item.mid === undefined;
      if (shown.has(item.cid) || (item.mid !== undefined && shown.has(item.mid)) || (whole && known)) this.#settled(item.cid);
    }
  }

  clear(): void {
    for (const item of this.#items.value) this.#drop(item.cid);
  }

  #pump(): void {
    const items = this.#items.value;
    const head = items.find((item) => item.state === "queued");
    if (!this.#open || !head || items.some((item) => item.state === "sent")) return;
    if (this.#world.clock.now() < this.#pausedUntil) return;
    this.#patch(head.cid, { state: "sent" });
    void this.#attempt(head.cid, 0);
  }

  async #attempt(cid: string, resends: number): Promise<void> {
    const item = this.#find(cid);
    if (item?.state !== "sent") return;
    this.#cancelTimer();
    this.#cancelTimer = this.#world.clock.after(ANSWER_MS, () => this.#unanswered(cid, resends));
    this.#answered(cid, await this.#world.send(item));
  }

  #unanswered(cid: string, resends: number): void {
    if (resends < RESENDS) void this.#attempt(cid, resends + 1);
    else this.#failed(cid, "no-answer");
  }

  #answered(cid: string, reply: Reply): void {
    if (reply.k === "ok") this.#acked(cid, parseAck(reply.d).mid);
    else if (this.#find(cid)?.state !== "sent") return;
    else if (reply.k === "lost") this.#patch(cid, { state: "queued" });
    else this.#refused(cid, reply.problem);
    if (reply.k === "ok") this.#pump();
  }

  #acked(cid: string, mid: string | null): void {
    const item = this.#find(cid);
    if (!item) return;
    if (item.state === "sent") this.#cancelTimer();
    this.#world.put(PENDING + cid, null);
    this.#patch(cid, { state: "acked", ...(mid === null ? {} : { mid }) });
  }

  #refused(cid: string, problem: Problem): void {
    this.#cancelTimer();
    switch (problem.code) {
      case "rate-limited":
      case "unavailable": return this.#later(cid, problem.code, (problem.retryAfter ?? DEFAULT_RETRY_S) * 1000);
      case "upload-not-ready": return this.#later(cid, problem.code, SOON_MS);
      case "no-session":
      case "form-required":
        this.#patch(cid, { state: "queued" });
        return this.#world.renew();
      default: return this.#failed(cid, problem.code);
    }
  }

  #later(cid: string, code: string, ms: number): void {
    const deferrals = (this.#deferrals.get(cid) ?? 0) + 1;
    this.#deferrals.set(cid, deferrals);
    if (deferrals > MAX_DEFERRALS) return this.#failed(cid, code);
    this.#patch(cid, { state: "queued" });
    this.#pausedUntil = this.#world.clock.now() + ms;
    this.#cancelTimer = this.#world.clock.after(ms, () => this.#pump());
  }

  #failed(cid: string, code: string): void {
    this.#patch(cid, { state: "failed", code });
    this.#pump();
  }

  #settled(cid: string): void {
    this.#drop(cid);
    this.#pump();
  }

  #drop(cid: string): void {
    this.#world.put(PENDING + cid, null);
    this.#remove(cid);
  }

  #remove(cid: string): void {
    if (this.#find(cid)?.state === "sent") this.#cancelTimer();
    this.#deferrals.delete(cid);
    this.#items.value = this.#items.value.filter((item) => item.cid !== cid);
  }

  #rename(item: Pending): void {
    const renamed: Pending = { ...item, cid: makeCid(), state: "queued" };
    this.#world.put(PENDING + item.cid, null);
    this.#world.put(PENDING + renamed.cid, stored(renamed));
    this.#items.value = this.#items.value.map((i) => (i.cid === item.cid ? renamed : i));
  }

  #find(cid: string): Pending | undefined {
    return this.#items.value.find((item) => item.cid === cid);
  }

  #patch(cid: string, patch: Partial<Pending>): void {
    this.#items.value = this.#items.value.map((item) => (item.cid === cid ? { ...item, ...patch } : item));
  }
}
