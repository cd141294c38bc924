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

  node(name: string): Locator {
    return this.page.locator(`[data-node="${name}"]`);
  }

  /** Who works on an inbox. */
  holder(inbox: string): Locator {
    return this.page.locator(`[data-lane="${inbox}"] [data-holder]`);
  }
}
