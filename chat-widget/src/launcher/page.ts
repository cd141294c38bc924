/** What the launcher may change in the shop's page, each with its way back. */

/** Keeps the page still under a full-screen panel. The body is pinned, because iOS scrolls through `overflow: hidden`. */
export function lockScroll(): () => void {
  const { style } = document.body;
  const top = scrollY;
  const before = style.cssText;
  style.position = "fixed";
  style.inset = `${-top}px 0 auto`;
  return () => {
    style.cssText = before;
    scrollTo({ top, behavior: "instant" });
  };
}

/** @returns shows unread messages in the tab's title, and at 0 gives back the page's own, unless the page has changed it since */
export function titleMark(): (unread: number) => void {
  let own = "";
  let marked = "";
  return (unread) => {
    if (marked && document.title === marked) document.title = own;
    marked = "";
    if (!unread) return;
    own = document.title;
    document.title = marked = `(${unread}) ${own}`;
  };
}
