/**
 * Tells the Enter that sends from the Enter that only ends a composition (pinyin, zhuyin, kana).
 * Chrome and Firefox: `isComposing` or keyCode 229. Safari ends the composition first and delivers the keydown right after, in the same task.
 */
export class ImeGuard {
  #composing = false;
  #justEnded = false;

  started(): void {
    this.#composing = true;
  }

  ended(): void {
    this.#composing = false;
    this.#justEnded = true;
    setTimeout(() => { this.#justEnded = false; }, 0);
  }

  /** Enter without Shift that belongs to no composition. */
  sends(event: Pick<KeyboardEvent, "key" | "keyCode" | "isComposing" | "shiftKey">): boolean {
    const composes = event.isComposing || event.keyCode === 229 || this.#composing || this.#justEnded;
    return event.key === "Enter" && !event.shiftKey && !composes;
  }
}
