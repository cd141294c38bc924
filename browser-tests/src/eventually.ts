const EVERY_MS = 20;

/** What is waited for can no longer come. */
export class Fatal extends Error {}

/**
 * Asks until the answer is something, or fails with what was waited for. What throws counts as "not yet".
 *
 * @param what completes the sentence "waited for …"
 */
export async function eventually<T>(what: string, ask: () => T | undefined | false | null | Promise<T | undefined | false | null>, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  let trouble: unknown;
  for (;;) {
    try {
      const found = await ask();
      if (found !== undefined && found !== false && found !== null) return found;
      trouble = undefined;
    } catch (thrown) {
      if (thrown instanceof Fatal) throw thrown;
      trouble = thrown;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${withinMs} ms for ${what}, in vain`, { cause: trouble });
    }
    await pause(EVERY_MS);
  }
}

/** Only for polling and for the pace of a load, never in place of a condition. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
