import type { Handover, ToLauncher, ToPanel } from "../embed/messages";

const READY_MS = 10_000;
const LONGEST_MS = 60_000;

export interface FrameOwner {
  handover(): Handover;
  hear(message: ToLauncher): void;
}

export interface PanelFrame {
  readonly element: HTMLIFrameElement;
  /** @returns false while there is no line yet; what is said on a line arrives, even if the panel still starts */
  say(message: ToPanel): boolean;
  remove(): void;
}

/** The panel's iframe and the private line to it. A panel that does not come up is loaded again, ever more slowly. */
export function panelFrame(url: string, title: string, owner: FrameOwner): PanelFrame {
  const element = document.createElement("iframe");
  let port: MessagePort | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const load = (patienceMs: number) => {
    element.src = url;
    timer = setTimeout(load, patienceMs, Math.min(2 * patienceMs, LONGEST_MS));
  };
  element.title = title;
  element.allow = "clipboard-write";
  // Only a document of exactly our origin gets the port: it carries the visitor's secret.
  element.onload = () => {
    port?.close();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port.onmessage = ({ data }: MessageEvent<ToLauncher>) => {
      if (data.t === "ready") clearTimeout(timer);
      owner.hear(data);
    };
    element.contentWindow?.postMessage(owner.handover(), new URL(url).origin, [port2]);
  };
  load(READY_MS);

  return {
    element,
    say(message) {
      port?.postMessage(message);
      return port !== undefined;
    },
    remove() {
      clearTimeout(timer);
      element.onload = null;
      port?.close();
      element.remove();
    },
  };
}

