/** Makes any brand colour usable: the text on it is black or white, whichever is read better (always at least 4.5 : 1). */

export const DEFAULT_COLOR = "#0f6b66";

export interface Paint {
  readonly brand: string;
  readonly onBrand: "#fff" | "#000";
}

export function paint(color: string | undefined): Paint {
  const brand = color !== undefined && /^#[0-9a-f]{6}$/i.test(color) ? color : DEFAULT_COLOR;
  return { brand, onBrand: luminance(brand) > 0.179 ? "#000" : "#fff" };
}

/** How much of the brand goes into a link or a focus ring on white, so that it keeps 4.5 : 1; the rest is black (mixed in oklab, where luminance goes with the cube). */
export function accentShare(brand: string): string {
  const share = Math.cbrt(0.17 / Math.max(luminance(brand), 0.001));
  return `${Math.min(88, Math.round(100 * share))}%`;
}

/** Relative luminance with a gamma of 2.2, near enough to WCAG's; 0.179 is where contrast with black and with white is the same. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => (Number.parseInt(hex.slice(i, i + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
