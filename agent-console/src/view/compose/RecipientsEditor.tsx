import { useT } from '../../i18n/i18n.ts';
import type { Recipients } from '../../model/mail.ts';
import { RECIPIENT_FIELDS, withoutRecipient, withRecipients } from '../../model/mail.ts';
import type { Ticket } from '../../model/ticket.ts';
import { AddressField } from './AddressField.tsx';

interface RecipientsEditorProps {
  readonly ticket: Ticket;
  readonly recipients: Recipients;
  readonly onChange: (recipients: Recipients) => void;
}

/** To, Cc and Bcc of the reply; its subject is the ticket's. */
export function RecipientsEditor({ ticket, recipients, onChange }: RecipientsEditorProps) {
  const t = useT();
  return (
    <div className="recipients" role="group" aria-label={t('recipients.label')}>
      {RECIPIENT_FIELDS.map((field) => (
        <AddressField key={field} label={t(`mail.${field}`)} name={field} addresses={recipients[field]}
          onAdd={(added) => onChange(withRecipients(recipients, field, added))}
          onRemove={(removed) => onChange(withoutRecipient(recipients, field, removed))} />
      ))}
      <p className="recipient-subject">
        <span className="recipient-label">{t('mail.subject')}</span>
        <bdi>{(ticket.subject ?? '') === '' ? t('ticket.noSubject') : ticket.subject}</bdi>
      </p>
    </div>
  );
}
