import { ChevronDown, ChevronUp, Lock, Mail, Reply } from 'lucide-react';
import { lazy, memo, Suspense, useState } from 'react';
import { dateAndTime, timeOfDay } from '../../i18n/format.ts';
import { authorName, givenName, useT } from '../../i18n/i18n.ts';
import type { Message } from '../../model/ticket.ts';
import { messageTime } from '../../model/ticket.ts';
import { MailBody } from '../mail/MailBody.tsx';
import { MailLine } from '../mail/MailLine.tsx';
import { ForgedBanner, MailMarks } from '../mail/MailMarks.tsx';
import { Face } from '../parts/Face.tsx';
import { useContact } from '../useDesk.ts';
import { Attachments } from './Attachments.tsx';
import { DeliveryMark, DeliveryTrouble } from './DeliveryMark.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { RichText } from './RichText.tsx';

const CardItem = lazy(() => import('./CardItem.tsx').then((module) => ({ default: module.CardItem })));

const SIGNS = { inbound: Mail, outbound: Reply, note: Lock } as const;

interface MessageItemProps {
  readonly message: Message;
  readonly isFollowUp: boolean;
  readonly isMine: boolean;
  readonly onExpired: () => void;
}

/** One message. Kind is told by side, tint, icon and label: never by colour alone. */
export const MessageItem = memo(function MessageItem({ message, isFollowUp, isMine, onExpired }: MessageItemProps) {
  const t = useT();
  const contact = useContact(message.ticket);
  const at = messageTime(message);
  const name = authorName(t, message.author, contact);
  const Sign = SIGNS[message.direction];
  const mail = message.mail ?? undefined;
  const address = message.direction === 'inbound' ? message.author.address : undefined;
  return (
    <article
      className={`message message-${message.direction} ${isFollowUp ? 'message-follow' : ''} ${mail === undefined ? '' : 'message-mail'}`}
      data-message={message.id}
      data-direction={message.direction}
      aria-label={`${t(`message.${message.direction}`)}, ${name}, ${timeOfDay(at)}`}
    >
      {!isFollowUp && (
        <header className="message-head">
          {message.direction === 'inbound' && <Face name={givenName(message.author, contact) ?? null} size="s" />}
          <span className="message-name">{isMine ? t('message.you') : name}</span>
          {mail !== undefined && (address ?? name) !== name && <bdi className="message-address">{address}</bdi>}
          {mail !== undefined && <MailMarks message={message} mail={mail} />}
          {message.direction === 'note' && (
            <span className="message-kind">
              <Sign size={12} strokeWidth={2.2} aria-hidden />
              {t('message.note')} · {t('message.noteHint')}
            </span>
          )}
          <time dateTime={at} title={dateAndTime(at)}>
            {timeOfDay(at)}
          </time>
        </header>
      )}
      {mail !== undefined && <MailLine message={message} mail={mail} />}
      {mail !== undefined && <ForgedBanner message={message} mail={mail} />}
      <div className="message-line">
        <div className="bubble">
          {isFollowUp && message.direction === 'note' && <Lock size={12} className="bubble-lock" aria-label={t('message.note')} />}
          {mail === undefined ? (
            <>
              <MessageText message={message} />
              {message.card !== null && message.card !== undefined && (
                <Suspense fallback={<div className="card-item" />}>
                  <CardItem card={message.card} />
                </Suspense>
              )}
              <Attachments attachments={message.attachments} onExpired={onExpired} />
            </>
          ) : (
            <MailBody message={message} onExpired={onExpired} />
          )}
        </div>
        <MessageMenu message={message} />
      </div>
      <DeliveryMark message={message} />
      <DeliveryTrouble message={message} />
    </article>
  );
});

/** Shows what the author wrote anew; the quoted rest is one click away. */
function MessageText({ message }: { readonly message: Message }) {
  const t = useT();
  const [isWhole, setWhole] = useState(false);
  const reply = message.reply ?? message.text;
  const hasQuote = reply.trim() !== message.text.trim() && reply.trim() !== '';
  const shown = isWhole || !hasQuote ? message.text : reply;
  if (shown.trim() === '') return null;
  return (
    <>
      <p className="bubble-text" dir="auto">
        <RichText text={shown} />
      </p>
      {hasQuote && (
        <button type="button" className="quote-toggle" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
          {t(isWhole ? 'message.hideQuoted' : 'message.quoted')}
        </button>
      )}
    </>
  );
}
