import type { ReactNode } from 'react';
import { dateAndTime } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Address, Mail } from '../../model/mail.ts';
import { otherReplyTo, senderOf } from '../../model/mail.ts';
import type { Message } from '../../model/ticket.ts';
import { messageTime } from '../../model/ticket.ts';
import { automaticName, trustDomain, trustLevel } from './MailMarks.tsx';

/** The mail's envelope as a person reads it. */
export function MailDetails({ message, mail }: { readonly message: Message; readonly mail: Mail }) {
  const t = useT();
  const sender = senderOf(message);
  const level = trustLevel(mail);
  const kind = automaticName(mail);
  const isElsewhere = otherReplyTo(message).length > 0;
  const checks = (['spf', 'dkim', 'dmarc'] as const).flatMap((name) => {
    const result = mail.trust?.[name];
    return result === null || result === undefined ? [] : [`${name.toUpperCase()} ${result}`];
  });
  return (
    <dl className="mail-facts">
      <People label={t('mail.from')} people={sender === undefined ? [] : [sender]} />
      <People label={t('mail.to')} people={mail.to ?? []} />
      <People label={t('mail.cc')} people={mail.cc ?? []} />
      <People label={t('mail.bcc')} people={mail.bcc ?? []} />
      <People label={t('mail.replyTo')} people={mail.replyTo ?? []} hint={isElsewhere ? t('mail.replyToDiffers') : undefined} />
      <Fact label={t('mail.date')}>{dateAndTime(messageTime(message))}</Fact>
      <Fact label={t('mail.subject')}>{(mail.subject ?? '') === '' ? t('ticket.noSubject') : <bdi>{mail.subject}</bdi>}</Fact>
      {kind !== undefined && <Fact label={t('mail.kind')}>{t(kind)}</Fact>}
      {message.direction === 'inbound' && (
        <Fact label={t('mail.sender')}>
          <span className={`mail-trust-words mail-trust-${level}`}>{t(`trust.${level}.long`, { value: trustDomain(message) })}</span>
          {checks.length > 0 && <span className="mail-checks">{checks.join(' · ')}</span>}
        </Fact>
      )}
      {(mail.problems ?? []).length > 0 && (
        <Fact label={t('mail.problems')}>
          <code>{(mail.problems ?? []).join(', ')}</code>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function People({ label, people, hint }: { readonly label: string; readonly people: readonly Address[]; readonly hint?: string | undefined }) {
  if (people.length === 0) return null;
  return (
    <Fact label={label}>
      {people.map((address, index) => (
        <span key={index} className="mail-person">
          {address.name.trim() !== '' && address.name.trim() !== address.address && <bdi>{address.name}</bdi>}
          <bdi className="mail-address">{address.address}</bdi>
        </span>
      ))}
      {hint !== undefined && <span className="mail-hint">{hint}</span>}
    </Fact>
  );
}
