import { ChevronDown, ChevronUp, FileText, Newspaper } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../../i18n/i18n.ts';
import type { Attachment, Message } from '../../model/ticket.ts';
import { Attachments } from '../thread/Attachments.tsx';
import { RichText } from '../thread/RichText.tsx';
import { useAppState, useDesk } from '../useDesk.ts';

const FormattedMail = lazy(() => import('./FormattedMail.tsx').then((module) => ({ default: module.FormattedMail })));

interface MailBodyProps {
  readonly message: Message;
  readonly onExpired: () => void;
}

/** What the author wrote anew; the whole mail and its formatted look are a click away. */
export function MailBody({ message, onExpired }: MailBodyProps) {
  const t = useT();
  const { mailing } = useDesk();
  const [isWhole, setWhole] = useState(false);
  const chosen = useAppState((state) => state.mailViews.get(message.id));
  const html = (message.html ?? '').trim() === '' ? undefined : (message.html ?? undefined);
  const folded = foldedText(message);
  const shown = isWhole || folded === undefined ? message.text : folded;
  // A mail of pictures only has no words to show.
  const isFormatted = html !== undefined && (chosen ?? message.text.trim() === '');
  return (
    <>
      {isFormatted ? (
        <Suspense fallback={<div className="paper-wait" />}>
          <FormattedMail message={message} html={html} />
        </Suspense>
      ) : (
        shown.trim() !== '' && (
          <p className="bubble-text" dir="auto">
            <RichText text={shown} />
          </p>
        )
      )}
      {(html !== undefined || folded !== undefined) && (
        <div className="mail-tools">
          {!isFormatted && folded !== undefined && (
            <button type="button" className="quote-toggle" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
              {t(isWhole ? 'mail.hideWhole' : 'mail.showWhole')}
            </button>
          )}
          {html !== undefined && (
            <button type="button" className="quote-toggle" data-toggle="formatted" onClick={() => mailing.show(message.id, !isFormatted)}>
              {isFormatted ? <FileText size={13} aria-hidden /> : <Newspaper size={13} aria-hidden />}
              {t(isFormatted ? 'mail.showText' : 'mail.showFormatted')}
            </button>
          )}
        </div>
      )}
      <Attachments attachments={isFormatted ? listedWith(html, message.attachments) : message.attachments} onExpired={onExpired} />
    </>
  );
}

/** The new words, if something was folded away. Exported for its test. */
export function foldedText(message: Pick<Message, 'text' | 'reply'>): string | undefined {
  const reply = message.reply ?? message.text;
  return reply.trim() === '' || reply.trim() === message.text.trim() ? undefined : reply;
}

/** Pictures that the formatted mail shows in their places are not listed again. Exported for its test. */
export function listedWith(html: string, attachments: readonly Attachment[]): readonly Attachment[] {
  return attachments.filter((attachment) => !html.includes(attachment.id));
}
