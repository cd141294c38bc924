import type { FrameLocator, Locator, Page } from "playwright-core";

/** The visitor's chat, as a person sees it. */
export class Widget {
  readonly page: Page;
  readonly panel: FrameLocator;
  readonly launcher: Locator;
  readonly field: Locator;
  readonly bubbles: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.frameLocator("tributary-chat iframe");
    this.launcher = page.locator("tributary-chat > button, tributary-chat button").first();
    this.field = this.panel.locator(".composer textarea");
    this.bubbles = this.panel.locator(".log .bubble");
  }

  static async onDemo(page: Page, url: string): Promise<Widget> {
    await page.goto(`${url}/demo`);
    return new Widget(page);
  }

  /** Opens the panel and waits until the server has said who is online. */
  async open(): Promise<this> {
    await this.launcher.click();
    await this.panel.locator(".header .presence").waitFor();
    return this;
  }

  async send(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  /** A message of this text, from whomever. */
  says(text: string): Locator {
    return this.panel.locator(".log .line").filter({ has: this.page.locator(".bubble").getByText(text, { exact: true }) }).first();
  }

  line(text: string): Locator {
    return this.panel.locator(".log .line", { hasText: text });
  }

  texts(): Promise<string[]> {
    return this.bubbles.allTextContents();
  }
}
