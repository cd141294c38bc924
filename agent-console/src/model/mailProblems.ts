/** What an agent should know of a mail's defects; the reader's own words for them are many and stay in the details. */
const GROUPS = [
  [/too-(deep|big|large|long|many)|limit|truncat|cut|timeout/, 'cut'],
  [/charset|encoding|mojibake|utf|decod/, 'charset'],
  [/date/, 'date'],
  [/encrypt|smime|pgp/, 'encrypted'],
  [/html|style/, 'html'],
  [/attachment|file|tnef|cid|inline|image/, 'attachment'],
  [/from|sender|address/, 'sender'],
  [/boundary|header|blank|repair|structure|mime|multipart|base64|part|nested|parsable/, 'damaged'],
] as const;

export type MailProblem = (typeof GROUPS)[number][1] | 'other';

/** Each kind once, in the order met. */
export function mailProblems(codes: readonly string[]): readonly MailProblem[] {
  return [...new Set(codes.map((code) => GROUPS.find(([pattern]) => pattern.test(code.toLowerCase()))?.[1] ?? 'other'))];
}
