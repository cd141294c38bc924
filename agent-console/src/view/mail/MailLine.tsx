import { ChevronDown, ChevronUp, CircleAlert, CornerUpLeft, Forward, Signpost } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { listOf } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { Mail } from '../../model/mail.ts';
import { isForged, otherReplyTo, withoutTagged } from '../../model/mail.ts';
import { mailProblems } from '../../model/mailProblems.ts';
import type { Message } from '../../model/ticket.ts';
import { shortName } from './people.ts';

const MailDetails = lazy(() => import('./MailDetails.tsx').then((module) => ({ default: module.MailDetails })));
const WhySheet = lazy(() => import('../thread/WhySheet.tsx').then((module) => ({ default: module.WhySheet })));

const NAMED = 2;

/** To whom the mail went, in one line that opens; below it only what somebody must not miss. */
export function MailLine({ message, mail }: { readonly message: Message; readonly mail: Mail }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const [isWhyOpen, setWhyOpen] = useState(false);
  const details = useId();
  const elsewhere = otherReplyTo(message);
  const problems = mailProblems(mail.problems ?? []);
  const rivals = (message.threading?.rivals ?? []).filter((rival) => rival.ticket !== message.ticket);
  return (
    <div className="mail-line">
      <button type="button" className="mail-toggle" aria-expanded={isOpen} aria-controls={details} onClick={() => setOpen(!isOpen)}>
        <span className="mail-toggle-text">{summaryOf(t, mail)}</span>
        <span className="mail-toggle-word">{t('mail.details')}</span>
        {isOpen ? <ChevronUp size={13} aria-hidden /> : <ChevronDown size={13} aria-hidden />}
      </button>
      <div id={details} className="mail-details" hidden={!isOpen}>
        {isOpen && (
          <Suspense fallback={null}>
            <MailDetails message={message} mail={mail} />
          </Suspense>
        )}
      </div>
      {elsewhere.length > 0 && (
        <p className="mail-mark" data-mark="reply-to">
          <CornerUpLeft size={13} aria-hidden />
          <span>{t(isForged(message) ? 'mail.answersStay' : 'mail.answersGo', { name: listOf(elsewhere.map((address) => address.address)) })}</span>
        </p>
      )}
      {mail.forwardedBy !== null && mail.forwardedBy !== undefined && (
        <p className="mail-mark" data-mark="forwarded">
          <Forward size={13} aria-hidden />
          <span>{t('mail.forwardedBy', { name: shortName(mail.forwardedBy) })}</span>
        </p>
      )}
      {problems.map((problem) => (
        <p key={problem} className="mail-mark" data-mark="problem">
          <CircleAlert size={13} aria-hidden />
          <span>{t(`mailProblem.${problem}`)}</span>
        </p>
      ))}
      {rivals.length > 0 && (
        <button type="button" className="mail-mark mail-mark-button" data-mark="rivals" onClick={() => setWhyOpen(true)}>
          <Signpost size={13} aria-hidden />
          <span>{t('why.maybe', { names: listOf(rivals.map((rival) => `#${rival.ticket}`)) })}</span>
        </button>
      )}
      {isWhyOpen && (
        <Suspense fallback={null}>
          <WhySheet message={message} onClose={() => setWhyOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

function summaryOf(t: Translate, mail: Mail): string {
  const all = withoutTagged([...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])]);
  if (all.length === 0) return '';
  return t('mail.toLine', { names: all.slice(0, NAMED).map(shortName).join(t('mail.comma')), n: Math.max(0, all.length - NAMED) });
}
