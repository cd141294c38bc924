import type { Message } from './ticket.ts';

/** What a mail has besides the words every message has. Members of a server that is older than this console may be missing. */
export interface Mail {
  readonly subject?: string | null;
  readonly to?: readonly Address[];
  readonly cc?: readonly Address[];
  readonly bcc?: readonly Address[];
  readonly replyTo?: readonly Address[];
  /** Where the server sends an answer that names nobody: not where a forger wants it. */
  readonly answerTo?: readonly Address[];
  /** The agent who passed the mail on; its author is then what the mail says. */
  readonly forwardedBy?: Address | null;
  readonly trust?: Trust | null;
  /** `human`, or what kind of machine wrote it; an open set. */
  readonly automatic?: string | null;
  readonly problems?: readonly string[];
}

export interface Address {
  readonly name: string;
  readonly address: string;
}

export const TRUST_LEVELS = ['verified', 'weak', 'none', 'fail'] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** What the checks of the sender came to (RFC 7208, 6376, 7489), and for which domain. */
export interface Trust {
  readonly level: TrustLevel;
  readonly spf?: string | null;
  readonly dkim?: string | null;
  readonly dmarc?: string | null;
  readonly domain?: string | null;
}

export interface Recipients {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
}

export type RecipientField = keyof Recipients;
export const RECIPIENT_FIELDS: readonly RecipientField[] = ['to', 'cc', 'bcc'];

export function isMail(message: Message): boolean {
  return message.mail !== null && message.mail !== undefined;
}

/** What two spellings of one mailbox have in common: providers do not tell upper from lower case. */
export function mailboxOf(address: Address): string {
  return address.address.trim().toLowerCase();
}

export function sameMailbox(a: Address, b: Address): boolean {
  return mailboxOf(a) === mailboxOf(b);
}

export function senderOf(message: Message): Address | undefined {
  const { address, name } = message.author;
  return address === null || address === undefined || address === '' ? undefined : { name: name ?? '', address };
}

/** Whether the domain that the mail says it comes from denies it. */
export function isForged(message: Message): boolean {
  return message.direction === 'inbound' && message.mail?.trust?.level === 'fail';
}

/** Where the sender wants answers (RFC 5322, section 3.6.2), if that is not where the mail came from. */
export function otherReplyTo(message: Message): readonly Address[] {
  const sender = senderOf(message);
  const wished = message.mail?.replyTo ?? [];
  return message.direction !== 'inbound' || wished.every((address) => sender !== undefined && sameMailbox(address, sender)) ? [] : wished;
}

/** The mail that a reply answers unless somebody chose another: the newest of the customer's, machines only if nobody else wrote. */
export function answeredOf(messages: readonly Message[]): Message | undefined {
  const mails = messages.filter((message) => message.direction === 'inbound' && isMail(message));
  return mails.findLast((message) => (message.mail?.automatic ?? 'human') === 'human') ?? mails.at(-1);
}

/** The mailboxes of the ticket's inbox, and those it was answered from: a reply to all leaves them out, in each of their plus-addresses. */
export function ownMailboxes(messages: readonly Message[], facts: Readonly<Record<string, string>> = {}): ReadonlySet<string> {
  const sent = messages.filter((message) => message.direction === 'outbound');
  const own = sent.flatMap((message) => [senderOf(message), ...(message.mail?.replyTo ?? [])]);
  const named = [facts['address'], ...(facts['aliases'] ?? '').split(',')].map((address) => ({ name: '', address: address?.trim() ?? '' }));
  return new Set([...own, ...named].flatMap((address) => (address === undefined || address.address === '' ? [] : [withoutTag(address)])));
}

function withoutTag(address: Address): string {
  return mailboxOf(address).replace(/\+[^@]*(?=@)/, '');
}

/** Without the plus-addresses of mailboxes that are named themselves: answers to a signed address carry both. */
export function withoutTagged(addresses: readonly Address[]): readonly Address[] {
  const plain = new Set(addresses.map(mailboxOf));
  return addresses.filter((address) => withoutTag(address) === mailboxOf(address) || !plain.has(withoutTag(address)));
}

/** To whom a message is answered: Reply-To, else From, and From alone of a forged mail; one of ours goes to those it went to. */
export function replyRecipients(message: Message): Recipients {
  if (message.direction === 'outbound') return { to: message.mail?.to ?? [], cc: [], bcc: [] };
  const sender = senderOf(message);
  const wished = message.mail?.answerTo ?? (isForged(message) ? [] : message.mail?.replyTo) ?? [];
  return { to: wished.length > 0 ? unique(wished, []) : sender === undefined ? [] : [sender], cc: [], bcc: [] };
}

/** The same and everybody else whom the message names, but not ourselves. */
export function replyAllRecipients(message: Message, own: ReadonlySet<string>): Recipients {
  const first = replyRecipients(message).to;
  const others = (addresses: readonly Address[] | undefined): readonly Address[] => (addresses ?? []).filter((address) => !own.has(withoutTag(address)));
  const to = unique([...first, ...others(message.mail?.to)], []);
  return { to, cc: unique(others(message.mail?.cc), to), bcc: [] };
}

function unique(addresses: readonly Address[], taken: readonly Address[]): readonly Address[] {
  return addresses.filter((address, index) => !taken.some((known) => sameMailbox(known, address))
    && addresses.findIndex((other) => sameMailbox(other, address)) === index);
}

export function sameRecipients(a: Recipients, b: Recipients): boolean {
  return RECIPIENT_FIELDS.every((field) => a[field].length === b[field].length && a[field].every((address, index) => mailboxOf(address) === mailboxOf(b[field][index] ?? address)));
}

/** One address more in a field, or in another one: a mailbox stands in one place. */
export function withRecipients(recipients: Recipients, field: RecipientField, added: readonly Address[]): Recipients {
  const without = (addresses: readonly Address[]): readonly Address[] => addresses.filter((known) => !added.some((address) => sameMailbox(address, known)));
  const cleared = { to: without(recipients.to), cc: without(recipients.cc), bcc: without(recipients.bcc) };
  const kept = recipients[field];
  return { ...cleared, [field]: unique([...kept, ...added], []) };
}

export function withoutRecipient(recipients: Recipients, field: RecipientField, removed: Address): Recipients {
  return { ...recipients, [field]: recipients[field].filter((address) => address !== removed) };
}
