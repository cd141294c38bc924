/**
 * What a refusal of a mail server means. Enhanced status codes (RFC 3463, RFC 5248) say it best; the reply code (RFC 5321,
 * section 4.2.3) says it roughly. Each outcome has its words in the catalogs, as `reason.<name>`.
 */
const BY_STATUS: readonly (readonly [RegExp, string])[] = [
  [/^[45]\.1\.(1|6|10)$/, 'no-mailbox'],
  [/^[45]\.1\.2$/, 'no-domain'],
  [/^[45]\.1\.3$/, 'bad-address'],
  [/^[45]\.2\.1$/, 'disabled'],
  [/^[45]\.2\.2$/, 'full'],
  [/^[45]\.(2\.3|3\.4)$/, 'too-big'],
  [/^[45]\.(4\.7|4\.[146])$/, 'unreachable'],
  [/^[45]\.4\.\d+$/, 'unreachable'],
  [/^[45]\.7\.(20|21|22|23|24|25|26)$/, 'not-authentic'],
  [/^4\.7\.\d+$/, 'try-later'],
  [/^[45]\.7\.\d+$/, 'refused'],
  [/^4\.\d+\.\d+$/, 'try-later'],
];
const BY_REPLY: readonly (readonly [RegExp, string])[] = [
  [/^(421|450|451|454)$/, 'try-later'],
  [/^452$/, 'full'],
  [/^(550|551|553)$/, 'no-mailbox'],
  [/^552$/, 'too-big'],
  [/^(554|521|556)$/, 'refused'],
];
const BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/time[d -]*out|unreachable|connection (refused|reset|closed)|no route|ECONN/i, 'unreachable'],
  [/(unknown host|nxdomain|no (mx|such host)|null mx)/i, 'no-domain'],
];

export type ReasonName = 'no-mailbox' | 'no-domain' | 'bad-address' | 'disabled' | 'full' | 'too-big' | 'unreachable' | 'not-authentic' | 'refused' | 'try-later' | 'suppressed';

/** `undefined` when the text has nothing this console could put into words. */
export function reasonName(reason: string): ReasonName | undefined {
  if (reason.startsWith('suppressed: ')) return 'suppressed';
  const status = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(reason)?.[1];
  const reply = /(?:^|\s|:)([245]\d\d)(?=[\s-]|$)/.exec(reason)?.[1];
  const found = (status === undefined ? undefined : first(BY_STATUS, status)) ?? (reply === undefined ? undefined : first(BY_REPLY, reply)) ?? first(BY_WORDS, reason);
  return found as ReasonName | undefined;
}

function first(table: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}
