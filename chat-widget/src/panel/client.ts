import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { Outbox } from "../conversation/outbox";
import type { Pending } from "../conversation/pending";
import { ConversationStore } from "../conversation/store";
import { Uploads, type UploadWorld } from "../conversation/uploads";
import type { Host } from "../embed/host";
import { Connection, type ConnectionState, type Owner, type Reply, type Surroundings } from "../link/connection";
import type { Remedy } from "../link/closing";
import { parseHistory } from "../link/parse";
import type { FormValues, Hello, Proof, ServerFrame, Welcome } from "../link/protocol";
import { SESSION, SessionKeeper } from "../settings/session";
import type { Locale } from "../settings/locale";
import type { Turn } from "./turn";

const PAGE_SIZE = 30;
const MAX_SYNCS = 3;
const LOGOUT_MS = 2_000;

export interface ClientWorld extends Surroundings {
  readonly host: Host;
  readonly locale: Locale;
  readonly transfer: UploadWorld["transfer"];
  turn(): Promise<Turn>;
}

/** Joins the connection, the session, the conversation and what waits to be sent. The user interface calls this. */
export class Client implements Owner {
  readonly store: ConversationStore;
  readonly outbox: Outbox;
  readonly uploads: Uploads;
  readonly connection: Connection;
  readonly loadingOlder = signal(false);
  readonly #link = signal<ConnectionState>({ k: "idle" });
  readonly #world: ClientWorld;
  readonly #session: SessionKeeper;
  readonly #welcomed = new Set<() => void>();
  #proof: Proof | null;
  /** The proof that went with the last hello: its welcome accepts it. */
  #offered: Proof | null = null;
  #turn: Turn | null = null;
  #syncing = false;
  #syncs = 0;

  constructor(world: ClientWorld) {
    const { host, clock } = world;
    this.#world = world;
    this.#proof = host.given.proof ?? null;
    this.#session = new SessionKeeper((k, v) => host.put(k, v));
    this.store = new ConversationStore(clock);
    this.connection = new Connection(world, this);
    this.outbox = new Outbox({ clock, put: (k, v) => host.put(k, v), send: (item) => this.#send(item), renew: () => this.connection.renew() });
    this.uploads = new Uploads({
      begin: async (d) => { await this.#claim(); return this.connection.request("up.begin", d); },
      transfer: world.transfer,
      limits: () => this.store.state.value.limits,
    });
    this.outbox.restore(host.given.entries);
    effect(() => this.#heal());
    effect(() => this.#settle());
  }

  get link(): ReadonlySignal<ConnectionState> {
    return this.#link;
  }

  /** There is a conversation to go on with, or words to send: worth a connection although nobody opened the panel. */
  get hasPast(): boolean {
    return SESSION in this.#world.host.given.entries || this.outbox.items.value.length > 0;
  }

  /** Runs after every welcome, when the connection can be used. */
  onWelcome(run: () => void): void {
    this.#welcomed.add(run);
  }

  // Owner: what the connection asks and tells

  async hello(): Promise<Hello> {
    this.#turn?.end();
    this.#turn = await this.#world.turn();
    if (this.#session.adopt(await this.#world.host.entries()) === "other") this.#reset();
    const { epoch, seq, positioned } = this.store.state.value;
    this.#offered = this.#proof;
    return {
      v: 1,
      ...(this.#session.session ?? {}),
      ...(positioned && this.#session.session ? { epoch, seq } : {}),
      page: this.#world.host.given.page,
      locale: this.#world.locale,
      tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
      caps: ["upload"],
      ...(this.#proof ? { ident: this.#proof } : {}),
      pending: this.outbox.cids(),
    };
  }

  position(): { readonly epoch: string; readonly seq: number } {
    const { epoch, seq } = this.store.state.value;
    return { epoch, seq };
  }

  frame(frame: ServerFrame): void {
    if (frame.t === "welcome") {
      this.#welcome(frame.d);
      return;
    }
    const before = this.store.state.value.messages.length;
    this.store.apply(frame);
    if (frame.t === "synced") this.#synced();
    if (frame.t === "msg.new" && this.store.state.value.messages.length > before) this.#tell(frame.d.by.k, frame.d.at);
    if (frame.t === "presence") this.#world.host.say({ t: "event", name: "availability", detail: { online: frame.d.online } });
    if (frame.t === "conv.status") this.#world.host.say({ t: "event", name: "status", detail: frame.d });
  }

  remedy(remedy: Remedy): void {
    if (remedy === "drop-cache") this.#reset();
    if (remedy === "drop-oversized") this.outbox.oversized();
    if (remedy === "drop-proof") {
      this.#proof = null;
      this.#world.host.say({ t: "event", name: "identity", detail: { state: "expired" } });
    }
  }

  changed(state: ConnectionState): void {
    this.#link.value = state;
    if (state.k === "open") return;
    this.#turn?.end();
    this.outbox.disconnected();
  }

  // What a person or the page asks

  async older(): Promise<void> {
    const { messages, more } = this.store.state.value;
    const before = messages[0]?.mid;
    if (!more || before === undefined || this.loadingOlder.value) return;
    this.loadingOlder.value = true;
    const reply = await this.connection.request("hist.get", { before, n: PAGE_SIZE });
    if (reply.k === "ok") {
      const page = parseHistory(reply.d);
      this.store.older(page.msgs, page.more);
    }
    this.loadingOlder.value = false;
  }

  /** Reads one message again, because the signed addresses of its files are short-lived. */
  async refresh(mid: string): Promise<void> {
    const { messages } = this.store.state.value;
    const next = messages[messages.findIndex((m) => m.mid === mid) + 1]?.mid;
    const reply = await this.connection.request("hist.get", { ...(next === undefined ? {} : { before: next }), n: 1 });
    if (reply.k === "ok") this.store.fresh(parseHistory(reply.d).msgs);
  }

  async submitForm(cid: string, fid: string, values: FormValues): Promise<Reply> {
    await this.#claim();
    const reply = await this.connection.request("form.submit", { cid, fid, values });
    if (reply.k === "ok") {
      this.store.formDone();
      this.outbox.release();
    }
    return reply;
  }

  /** @returns the refusal's code, or null */
  async identify(proof: Proof): Promise<string | null> {
    this.#proof = proof;
    if (this.#link.value.k === "closed") this.connection.start();
    if (this.#link.value.k !== "open") return null;
    await this.#claim();
    const reply = await this.connection.request("ident", proof);
    if (reply.k !== "lost") this.#proof = null;
    return reply.k === "err" ? reply.problem.code : null;
  }

  asGuest(): void {
    this.#proof = null;
    this.connection.start();
  }

  /** Forgets the visitor here even if the server cannot be told. */
  async logout(): Promise<void> {
    this.#proof = null;
    this.outbox.clear();
    this.uploads.clear();
    this.#session.forget();
    await Promise.race([this.connection.request("logout", {}), new Promise<void>((done) => { this.#world.clock.after(LOGOUT_MS, done); })]);
    this.connection.stop();
    this.#session.forget();
    this.#reset();
  }

  /** Another tab changed the page's storage. */
  stored(key: string, value: string | null): void {
    if (key.startsWith("p:") && value === null) this.outbox.goneElsewhere(key.slice(2));
    if (key !== SESSION) return;
    if (this.#session.adopt(value === null ? {} : { [SESSION]: value }) === "same") return;
    this.#reset();
    this.connection.renew();
  }

  #welcome(d: Welcome): void {
    if (this.#session.renewed({ vid: d.vid, vtok: d.vtok }) === "other") this.#reset();
    this.#turn?.end();
    this.#syncing = false;
    this.store.apply({ t: "welcome", re: 0, d });
    this.outbox.connected(d.known, d.form !== null);
    this.uploads.connected();
    for (const run of this.#welcomed) run();
    if (this.#proof === this.#offered) this.#proof = null;
    else if (this.#proof) void this.identify(this.#proof);
    this.#world.host.say({ t: "event", name: "availability", detail: d.agents });
  }

  async #send(item: Pending): Promise<Reply> {
    await this.#claim();
    return this.connection.request("msg.send", { cid: item.cid, text: item.text, att: item.files.map((f) => f.up) });
  }

  /** The first word makes the session last. If another tab was first, its session is the visitor's. */
  async #claim(): Promise<void> {
    if (this.#session.stored) return;
    if (this.#session.adopt(await this.#world.host.entries()) === "other") {
      this.#reset();
      this.connection.renew();
    } else if (!this.#session.stored) {
      this.#session.keep();
    }
  }

  #tell(from: string, at: string): void {
    this.#world.host.say({ t: "event", name: "message", detail: { from, at } });
  }

  /** A hole is closed by asking, one question at a time; a server that cannot close it gets a new hello. */
  #heal(): void {
    if (!this.store.state.value.hole || this.#syncing) return;
    this.#syncing = true;
    if (++this.#syncs > MAX_SYNCS) {
      this.#syncs = 0;
      this.connection.renew();
      return;
    }
    void this.connection.request("sync", this.position()).then((reply) => {
      if (reply.k === "err") this.connection.renew();
    });
  }

  #synced(): void {
    this.#syncing = false;
    if (this.store.state.value.hole) this.#heal();
    else this.#syncs = 0;
  }

  #settle(): void {
    const { messages, synced, hole } = this.store.state.value;
    const shown = new Set(messages.flatMap((m) => (m.cid === undefined ? [m.mid] : [m.mid, m.cid])));
    this.outbox.settle(shown, synced && !hole);
  }

  #reset(): void {
    this.store.reset();
  }
}
