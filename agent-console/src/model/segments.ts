/** The parts in which a short message travels (3GPP TS 23.038, 23.040), counted as the server cuts them. */

export interface Segments {
  readonly encoding: 'gsm7' | 'ucs2';
  /** Septets or UTF-16 code units of the whole text. */
  readonly units: number;
  readonly segments: number;
  /** How many more units the last part takes. */
  readonly left: number;
}

const ALPHABET = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
/** Characters that take an escape besides their code. */
const EXTENSION = new Set('\f^{}\\[~]|€');

const CAPACITY = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;

export function segmentsOf(written: string): Segments {
  const text = normal(written);
  const encoding = [...text].every((character) => ALPHABET.has(character) || EXTENSION.has(character)) ? 'gsm7' : 'ucs2';
  const { single, part } = CAPACITY[encoding];
  const sizes = [...text].map((character) => (encoding === 'ucs2' ? character.length : EXTENSION.has(character) ? 2 : 1));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= single) return { encoding, units, segments: 1, left: single - units };
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > part) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, units, segments, left: part - used };
}

/** What the server sends of a text: composed characters, line feeds only, no U+0000. */
function normal(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\0', '');
}
