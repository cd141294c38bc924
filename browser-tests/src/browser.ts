import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { CHROMIUM, SCREENSHOTS } from "./paths.ts";

const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** Hidden and unfocused pages of other contexts would otherwise be slowed down. */
const AWAKE = ["--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"];

export const WIDE = { width: 1440, height: 900 } as const;
export const PHONE = { width: 360, height: 740 } as const;

/** A real Chromium with an empty profile. Each context is another person at another machine. */
export class Chromium {
  readonly #browser: Browser;
  readonly #profile: string;

  private constructor(browser: Browser, profile: string) {
    this.#browser = browser;
    this.#profile = profile;
  }

  static async start(): Promise<Chromium> {
    const profile = mkdtempSync(join(tmpdir(), "tributary-chromium-"));
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [...ARGUMENTS, ...AWAKE],
      env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
    });
    return new Chromium(browser, profile);
  }

  async person(options: BrowserContextOptions = {}): Promise<Person> {
    const context = await this.#browser.newContext({ viewport: WIDE, locale: "zh-CN", timezoneId: "Asia/Shanghai", colorScheme: "light", reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(15_000);
    return new Person(context);
  }

  async end(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

/** One person's browser: its pages, and all that they said to the console and over sockets. */
export class Person {
  readonly context: BrowserContext;
  /** What a page reports as wrong: console errors, exceptions, policy violations. */
  readonly complaints: string[] = [];
  /** Text of every WebSocket frame that a page received. */
  readonly received: string[] = [];
  /** Text of every WebSocket frame that a page sent. */
  readonly sent: string[] = [];

  constructor(context: BrowserContext) {
    this.context = context;
    context.on("console", (message) => {
      if (message.type() === "error" || /content security policy/i.test(message.text())) this.complaints.push(`${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
  }

  async page(): Promise<Page> {
    const page = await this.context.newPage();
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => this.received.push(String(payload)));
      socket.on("framesent", ({ payload }) => this.sent.push(String(payload)));
    });
    return page;
  }

  /** Forgets complaints that were expected, for example of a line that was cut. */
  pardon(expected: RegExp): void {
    const rest = this.complaints.filter((complaint) => !expected.test(complaint));
    this.complaints.splice(0, this.complaints.length, ...rest);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

/** What a browser reports when a page asks who is logged in, and nobody is. */
export const NOBODY = /status of 401 \(Unauthorized\) \(\S+\/api\/v1\/session\)/;

/** What a browser reports of a server that does not answer. */
export const LINE_DOWN = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_NETWORK_CHANGED|ERR_SOCKET_NOT_CONNECTED|WebSocket connection to/;

export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: "disabled", caret: "hide" });
}

/** Whether anything sticks out to the side. */
export async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/**
 * An input method at work: letters are shown as a composition, Enter takes them (key code 229), the result is inserted.
 *
 * @param taken what the Enter leaves in the field
 */
export async function composeAndTake(page: Page, letters: string, taken: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (let i = 1; i <= letters.length; i++) await session.send("Input.imeSetComposition", { text: letters.slice(0, i), selectionStart: i, selectionEnd: i });
  const enter = { key: "Process", code: "Enter", windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
  await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter });
  await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter, key: "Enter" });
  await session.send("Input.insertText", { text: taken });
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13 });
  await session.detach();
}
