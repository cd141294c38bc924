import { initials } from '../../i18n/format.ts';

const TINTS = 6;

/** A person as initials on a tint that stays the same for the name. Decorative: the name stands beside it or in `title`. */
export function Face({ name, size = 'm', title }: { readonly name: string | null; readonly size?: 's' | 'm' | 'l'; readonly title?: string }) {
  return (
    <span className={`face face-${size} tint-${tintOf(name ?? '')}`} {...(title === undefined ? { 'aria-hidden': true } : { title, role: 'img', 'aria-label': title })}>
      {initials(name)}
    </span>
  );
}

function tintOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % TINTS;
}
