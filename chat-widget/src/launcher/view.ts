import { paint } from "../settings/color";
import { CSS } from "./style";

const TAG = "tributary-chat";
const CHAT = "M21 11.5a8.4 8.4 0 0 1-12.3 7.4L3.5 20.5l1.6-5A8.4 8.4 0 1 1 21 11.5z";
const DOWN = "M6 9.5l6 6 6-6";

export interface View {
  readonly host: HTMLElement;
  readonly panel: HTMLElement;
  readonly button: HTMLElement;
  readonly badge: HTMLElement;
}

/** The button and the empty panel in a shadow root: the page's styles stay out, ours stay in, no `<style>` for a CSP to refuse. */
export function buildView(title: string, color: string | undefined): View {
  if (!customElements.get(TAG)) customElements.define(TAG, class extends HTMLElement {});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  const host = document.createElement(TAG);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];

  const { brand, onBrand } = paint(color);
  host.style.setProperty("--b", brand);
  host.style.setProperty("--f", onBrand);

  const panel = make("div", { class: "p", role: "dialog", "aria-label": title });
  const badge = make("i", { "aria-hidden": "true" });
  const icon = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, make("path", { d: CHAT }), make("path", { d: DOWN }));
  const button = make("button", { type: "button", "aria-haspopup": "dialog" }, icon, badge);
  root.append(panel, button);
  document.body.append(host);
  return { host, panel, button, badge };
}

const DRAWN = /svg|path/;

function make(tag: string, attributes: Readonly<Record<string, string>>, ...children: readonly Element[]): HTMLElement {
  const element = document.createElementNS(`http://www.w3.org/${DRAWN.test(tag) ? "2000/svg" : "1999/xhtml"}`, tag) as HTMLElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
