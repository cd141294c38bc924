import type { Locator, Page } from "playwright-core";
import { ADMIN } from "./node.ts";

/** The agents' console, as a person uses it. */
export class Console {
  readonly page: Page;
  readonly log: Locator;
  readonly field: Locator;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.log = page.locator('.thread-pane [role="log"]');
    this.field = page.locator(".composer-text");
    this.rows = page.locator("[data-ticket]");
  }

  static async logIn(page: Page, url: string, who: { readonly email: string; readonly password: string } = ADMIN): Promise<Console> {
    const desk = new Console(page);
    await page.goto(url);
    await desk.fillLogIn(who.email, who.password);
    await page.locator(".rail").waitFor();
    return desk;
  }

  async fillLogIn(email: string, password: string): Promise<void> {
    await this.page.locator('input[name="email"]').fill(email);
    await this.page.locator('input[name="password"]').fill(password);
    await this.page.locator('button[type="submit"]').click();
  }

  row(number: number): Locator {
    return this.page.locator(`[data-ticket="${number}"]`);
  }

  async openTicket(number: number): Promise<void> {
    await this.row(number).scrollIntoViewIfNeeded();
    await this.row(number).click();
    await this.field.waitFor();
    // While the mouse is over it, the list keeps its order.
    await this.page.mouse.move(0, 0);
  }

  /** @param kind the tab that is written in */
  async send(text: string, kind: "reply" | "note" = "reply"): Promise<void> {
    await this.page.locator(`[data-tab="${kind}"]`).click();
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  message(text: string): Locator {
    return this.log.locator("[data-message]", { hasText: text });
  }

  /** Texts of the thread's stored messages, top to bottom. */
  texts(): Promise<string[]> {
    return this.log.locator("[data-message] .bubble-text").allTextContents();
  }

  async choose(what: "status" | "priority" | "assignee" | "filter-status" | "filter-inbox", option: string | RegExp): Promise<void> {
    await this.page.locator(`[data-choice="${what}"]`).click();
    await this.page.getByRole("option", { name: option }).first().click();
  }

  chosen(what: "status" | "priority" | "assignee"): Locator {
    return this.page.locator(`[data-choice="${what}"] .choice-text`);
  }
}
