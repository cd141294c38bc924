import { Bot, MailWarning, ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react';
import { known, useT } from '../../i18n/i18n.ts';
import type { Mail, TrustLevel } from '../../model/mail.ts';
import { senderOf } from '../../model/mail.ts';
import type { Message } from '../../model/ticket.ts';

const SHIELDS = { verified: ShieldCheck, weak: ShieldQuestionMark, none: ShieldQuestionMark, fail: ShieldAlert } as const;

/** What a server newer than this console says of the sender counts as no proof. */
export function trustLevel(mail: Mail): TrustLevel {
  const level = mail.trust?.level;
  return level !== undefined && Object.hasOwn(SHIELDS, level) ? level : 'none';
}

/** The domain that was checked, else the one that the mail names. */
export function trustDomain(message: Message): string {
  return message.mail?.trust?.domain ?? senderOf(message)?.address.split('@').at(-1) ?? '–';
}

/** Beside the sender's name: is it really them, and was it a person? */
export function MailMarks({ message, mail }: { readonly message: Message; readonly mail: Mail }) {
  const t = useT();
  const level = trustLevel(mail);
  const Shield = SHIELDS[level];
  const kind = automaticName(mail);
  return (
    <>
      {message.direction === 'inbound' && level === 'verified' && (
        <span className="mail-trust mail-trust-verified" role="img" aria-label={t('trust.verified')} title={t('trust.verified')}>
          <Shield size={13} strokeWidth={2.2} aria-hidden />
        </span>
      )}
      {/* A forged sender has a banner of its own. */}
      {message.direction === 'inbound' && (level === 'weak' || level === 'none') && (
        <span className={`mail-trust mail-trust-${level}`} data-trust={level}>
          <Shield size={13} strokeWidth={2.2} aria-hidden />
          {t(`trust.${level}`)}
        </span>
      )}
      {kind !== undefined && (
        <span className="mail-kind" data-automatic={mail.automatic ?? ''}>
          {mail.automatic === 'bounce' ? <MailWarning size={12} aria-hidden /> : <Bot size={12} aria-hidden />}
          {t(kind)}
        </span>
      )}
    </>
  );
}

export function automaticName(mail: Mail) {
  const automatic = mail.automatic ?? 'human';
  return automatic === 'human' ? undefined : (known(`automatic.${automatic}`) ?? ('automatic.other' as const));
}

/** Stands before the words: whoever reads them must have read this first. */
export function ForgedBanner({ message, mail }: { readonly message: Message; readonly mail: Mail }) {
  const t = useT();
  if (message.direction !== 'inbound' || trustLevel(mail) !== 'fail') return null;
  return (
    <p className="mail-forged" role="note">
      <ShieldAlert size={16} aria-hidden />
      <span>
        <strong>{t('trust.fail.title')}</strong> {t('trust.fail.long', { value: trustDomain(message) })}
      </span>
    </p>
  );
}
