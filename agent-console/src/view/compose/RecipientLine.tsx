import { ChevronDown, ChevronUp, CircleAlert, ReplyAll } from 'lucide-react';
import { useT } from '../../i18n/i18n.ts';
import { RECIPIENT_FIELDS } from '../../model/mail.ts';
import { shortName } from '../mail/people.ts';
import type { RecipientsState } from './useRecipients.ts';

interface RecipientLineProps {
  readonly state: RecipientsState;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly controls: string;
  readonly onReplyAll: () => void;
}

/** Everybody the reply goes to, in what is left of the line of tabs. */
export function RecipientLine({ state, isOpen, onToggle, controls, onReplyAll }: RecipientLineProps) {
  const t = useT();
  const { shown, invalid, isEmpty, isBad, everybody } = state;
  const people = shown === undefined ? [] : RECIPIENT_FIELDS.flatMap((field) => shown[field]);
  const names = people.slice(0, 2).map(shortName).join(t('mail.comma'));
  const summary = shown === undefined ? t('recipients.server')
    : invalid > 0 ? t('recipients.invalid', { n: invalid })
    : isEmpty ? t('recipients.none')
    : t('recipients.to', { names, n: Math.max(0, people.length - 2) });
  return (
    <div className="recipient-line">
      {everybody !== undefined && (
        <button type="button" className="icon-button recipient-all" aria-label={t('compose.replyAll')} title={t('compose.replyAll')} onClick={onReplyAll}>
          <ReplyAll size={16} aria-hidden />
        </button>
      )}
      <button type="button" className={`recipient-toggle ${isBad ? 'recipient-bad' : ''}`} aria-expanded={isOpen} aria-controls={controls} data-recipients={isBad ? 'bad' : 'good'}
        title={t('recipients.edit')} onClick={onToggle}>
        {isBad && <CircleAlert size={13} aria-hidden />}
        <span className="recipient-names">{summary}</span>
        {isOpen ? <ChevronUp size={13} aria-hidden /> : <ChevronDown size={13} aria-hidden />}
      </button>
    </div>
  );
}
