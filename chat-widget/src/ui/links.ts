/** Finds web addresses in plain text. Only http and https; the pieces are rendered as text and `<a>`, never as HTML. */
export type Piece = { readonly k: "text"; readonly text: string } | { readonly k: "link"; readonly text: string; readonly href: string };

/** CJK and full-width signs end an address: nobody writes them inside one unescaped. */
const ADDRESS = /https?:\/\/[^\s<>"'`\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+/gi;
const TRAILING = /[.,;:!?)\]}*_~]+$/;

export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const shown = trimmed(match[0]);
    const href = safe(shown);
    if (href === null) continue;
    if (match.index > from) found.push({ k: "text", text: text.slice(from, match.index) });
    found.push({ k: "link", text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ k: "text", text: text.slice(from) });
  return found;
}

/** A closing bracket stays if the address opened it. */
function trimmed(address: string): string {
  const cut = address.replace(TRAILING, "");
  const rest = address.slice(cut.length);
  return rest.startsWith(")") && cut.includes("(") && !cut.includes(")") ? `${cut})` : cut;
}

function safe(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
