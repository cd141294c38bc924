import type { Address } from '../../model/mail.ts';

/** Short, where there is little room: the name, else the address. */
export function shortName({ name, address }: Address): string {
  return name.trim() === '' ? address : name.trim();
}

/** Whole, as it is read out or shown in the details. */
export function wholeName({ name, address }: Address): string {
  return name.trim() === '' || name.trim() === address ? address : `${name.trim()} <${address}>`;
}
