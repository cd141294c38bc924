import { render } from "preact";
import { effect, signal } from "@preact/signals";
import { putFile } from "../conversation/transfer";
import { awaitHost, type Host } from "../embed/host";
import { systemClock } from "../link/clock";
import { dial } from "../link/dial";
import { accentShare, paint } from "../settings/color";
import { wordsFor } from "../settings/language";
import { chooseLocale } from "../settings/locale";
import { App } from "../ui/app";
import { type Model, ModelContext } from "../ui/model";
import "../ui/style/index.css";
import { Attention } from "./attention";
import { Client } from "./client";
import { Draft } from "./draft";
import { takeTurn } from "./turn";
import { watchTrouble } from "./trouble";

const DRAFT = "draft";
const FORM = "form";

awaitHost(window, start);

function start(host: Host): void {
  const { given } = host;
  const locale = chooseLocale([given.locale, ...navigator.languages]);
  const words = wordsFor(locale);
  const client = new Client({
    host,
    locale,
    clock: systemClock,
    transfer: putFile,
    dial: () => dial(socketUrl(given.inbox)),
    online: () => navigator.onLine,
    visible: () => document.visibilityState === "visible",
    turn: () => takeTurn(`tributary:${given.inbox}`, navigator.locks),
  });
  const model: Model = {
    words,
    locale,
    title: given.title ?? words.title,
    client,
    attention: new Attention(client, host, systemClock),
    trouble: watchTrouble(client.link, systemClock),
    online: signal(navigator.onLine),
    full: signal(given.full),
    draft: new Draft(given.entries[DRAFT] ?? "", (text) => host.put(DRAFT, text), systemClock),
    formDraft: new Draft(given.entries[FORM] ?? "", (text) => host.put(FORM, text), systemClock),
    close: () => host.say({ t: "close" }),
  };
  dress(locale, model.title, given.color);
  observeWindow(model);
  obey(host, model);
  render(<ModelContext.Provider value={model}><App /></ModelContext.Provider>, document.body);
  if (client.hasPast || given.open) client.connection.start();
  host.say({ t: "ready" });
}

function socketUrl(inbox: string): string {
  const url = new URL(`../../chat/v1/ws?inbox=${encodeURIComponent(inbox)}`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

function dress(locale: string, title: string, color: string | undefined): void {
  const { brand, onBrand } = paint(color);
  document.documentElement.lang = locale;
  document.title = title;
  const { style } = document.documentElement;
  style.setProperty("--brand", brand);
  style.setProperty("--on-brand", onBrand);
  style.setProperty("--accent-share", accentShare(brand));
}

/** What the browser tells about attention and the network. */
function observeWindow({ client, attention, online, draft, formDraft }: Model): void {
  const look = () => {
    attention.visible.value = document.visibilityState === "visible";
    attention.panelFocus.value = document.hasFocus();
  };
  const network = () => {
    online.value = navigator.onLine;
    client.connection.check();
  };
  look();
  addEventListener("focus", look);
  addEventListener("blur", look);
  document.addEventListener("visibilitychange", () => {
    look();
    client.connection.check();
  });
  addEventListener("online", network);
  addEventListener("offline", network);
  addEventListener("pagehide", () => {
    draft.flush();
    formDraft.flush();
  });
}

/** What the launcher wants. */
function obey(host: Host, { client, attention, full, draft, formDraft }: Model): void {
  attention.open.value = host.given.open;
  attention.pageFocus.value = host.given.focus;
  effect(() => { if (attention.open.value && client.link.peek().k === "idle") client.connection.start(); });
  host.listen((message) => {
    switch (message.t) {
      case "open": attention.open.value = message.on; break;
      case "full": full.value = message.on; break;
      case "focus": attention.pageFocus.value = message.on; break;
      case "entry":
        client.stored(message.k, message.v);
        attention.stored(message.k, message.v);
        break;
      case "identify":
        void client.identify(message.proof).then((error) => host.say({ t: "done", id: message.id, ...(error === null ? {} : { error }) }));
        break;
      case "logout":
        draft.clear();
        formDraft.clear();
        attention.forget();
        void client.logout().then(() => {
          if (attention.open.value) client.connection.start();
          host.say({ t: "done", id: message.id });
        });
        break;
      case "entries": break;
    }
  });
}
