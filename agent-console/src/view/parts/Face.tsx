import { UserRound } from 'lucide-react';
import { initials } from '../../i18n/format.ts';

const TINTS = 6;

/** A person as initials on a tint that stays the same for the name, without a name as a figure. Decorative: the name stands beside it or in `title`. */
export function Face({ name, size = 'm', title }: { readonly name: string | null; readonly size?: 's' | 'm' | 'l'; readonly title?: string }) {
  const isNamed = name !== null && name.trim() !== '';
  return (
    <span className={`face face-${size} ${isNamed ? `tint-${tintOf(name)}` : 'face-nobody'}`} {...(title === undefined ? { 'aria-hidden': true } : { title, role: 'img', 'aria-label': title })}>
      {isNamed ? initials(name) : <UserRound strokeWidth={2} aria-hidden />}
    </span>
  );
}

function tintOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % TINTS;
}
