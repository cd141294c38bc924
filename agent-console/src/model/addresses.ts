import type { Address } from './mail.ts';

/**
 * Reads addresses as people write and paste them: a loose form of RFC 5322's address list. Commas, semicolons and line ends part
 * them, those of Chinese text too. What is no address is kept as one, to be marked and put right.
 */

const PARTING = /[,;\n\r\t，；、]/;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', '<': '>', '(': ')', '“': '”' };

export function parseAddresses(text: string): readonly Address[] {
  return piecesOf(text).flatMap((piece) => addressesOf(piece.trim()));
}

/** The text without its separators; those within quotes, angle brackets and comments part nothing. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let closing: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    // A bracket that nobody closes must not swallow the rest.
    if (closing === undefined && CLOSING[letter] !== undefined && text.indexOf(CLOSING[letter], at + 1) > at) closing = CLOSING[letter];
    else if (letter === closing) closing = undefined;
    if (closing === undefined && PARTING.test(letter)) {
      pieces.push(piece);
      piece = '';
    } else piece += letter;
  }
  return [...pieces, piece];
}

function addressesOf(piece: string): readonly Address[] {
  if (piece === '') return [];
  const angled = /^(.*?)[<＜]\s*([^<>＜＞]*)\s*[>＞]/s.exec(piece);
  if (angled !== null) return [{ name: nameOf(angled[1] ?? ''), address: normal(angled[2] ?? '') }];
  const commented = /^(\S+@\S+?)\s*\((.*)\)$/.exec(piece);
  if (commented !== null) return [{ name: nameOf(commented[2] ?? ''), address: normal(commented[1] ?? '') }];
  const words = piece.split(/\s+/);
  // "a@x.org b@x.org" are two, "Ada a@x.org" is one with its name.
  if (words.length > 1 && words.every((word) => isAddress(normal(word)))) return words.map((word) => ({ name: '', address: normal(word) }));
  const last = normal(words.at(-1) ?? '');
  if (words.length > 1 && isAddress(last)) return [{ name: nameOf(words.slice(0, -1).join(' ')), address: last }];
  return [{ name: '', address: normal(piece) }];
}

function nameOf(text: string): string {
  return text.trim().replace(/^(["'“])(.*)["'”]$/s, '$2').replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim();
}

/** Full-width signs of a Chinese keyboard become what the protocol knows. */
function normal(text: string): string {
  return text.trim().replace(/^mailto:/i, '').replace(/[！-～]/g, (sign) => sign.normalize('NFKC')).replace(/。/g, '.').replace(/[.]+$/, '');
}

const LOCAL = /^(?:[^\s"(),:;<>@[\\\].]+(?:\.[^\s"(),:;<>@[\\\].]+)*|"(?:[^"\\\r\n]|\\.)+")$/;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])$/u;
const LONGEST_LOCAL = 64;
const LONGEST = 254;

/** Could mail be sent there? Local parts and domains of any script (RFC 6531); the last word is the server's. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > LONGEST) return false;
  const local = text.slice(0, at);
  return local.length <= LONGEST_LOCAL && LOCAL.test(local) && DOMAIN.test(text.slice(at + 1));
}

/** As one line that `parseAddresses` reads back. */
export function written({ name, address }: Address): string {
  if (name === '') return address;
  return /[",;<>()\\，；、@“”]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}" <${address}>` : `${name} <${address}>`;
}
