const FOCUSABLE = "button:not([disabled]), a[href], textarea, select, input:not([type=file]), [tabindex='0']";

/** Tab goes round inside `root`: on a small screen the panel covers the page, and focus must not get lost under it. */
export function keepFocusIn(root: HTMLElement, event: KeyboardEvent): void {
  const stops = [...root.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const first = stops[0];
  const last = stops.at(-1);
  if (!first || !last) return;
  const from = event.shiftKey ? first : last;
  const to = event.shiftKey ? last : first;
  if (document.activeElement !== from) return;
  event.preventDefault();
  to.focus();
}
