import type { Locator, Page } from "playwright-core";

/** The console's System page, as an operator reads it in English. */
export class SystemPage {
  readonly page: Page;
  readonly nodes: Locator;

  constructor(page: Page) {
    this.page = page;
    this.nodes = page.locator("[data-node]");
  }

  static async open(page: Page, url: string): Promise<SystemPage> {
    await page.goto(`${url}/system`);
    await page.locator("[data-system]").waitFor();
    return new SystemPage(page);
  }

  /** It renews itself: what is waited for comes without a reload. */
  async says(...texts: readonly string[]): Promise<void> {
    for (const text of texts) await this.page.locator("[data-system]").getByText(text, { exact: true }).waitFor();
  }

  /** Two nodes: `b` answers, and hears `a`. */
  async showsBoth(): Promise<void> {
    await this.#node("b").getByText("answers this page").waitFor();
    await this.#node("a").getByText("Contact: working").waitFor();
    if ((await this.nodes.count()) !== 2) throw new Error(`expected two nodes, found ${(await this.nodes.allInnerTexts()).join("; ")}`);
  }

  /** A node that fell silent. */
  gone(name: string): Locator {
    return this.page.locator(`[data-gone="${name}"]`);
  }

  /** Who works on an inbox. */
  holder(inbox: string): Locator {
    return this.page.locator(`[data-lane="${inbox}"] [data-holder]`);
  }

  #node(name: string): Locator {
    return this.page.locator(`[data-node="${name}"]`);
  }
}
