import { CircleAlert, Clock, Lock } from 'lucide-react';
import { timeOfDay } from '../../i18n/format.ts';
import { authorName, reasonOf, useT } from '../../i18n/i18n.ts';
import { isBy } from '../../model/ticket.ts';
import type { Outgoing } from '../../store/outgoing.ts';
import { useAppState, useContact, useDesk } from '../useDesk.ts';
import { Attachments } from './Attachments.tsx';
import { RichText } from './RichText.tsx';

/** Words on their way. They never vanish: what fails stays here, with what can be done. */
export function OutgoingItem({ outgoing }: { readonly outgoing: Outgoing }) {
  const t = useT();
  const { sending } = useDesk();
  const isLive = useAppState((state) => state.connection.type === 'open');
  const { state, key } = outgoing;
  return (
    <article
      className={`message message-${outgoing.kind === 'note' ? 'note' : 'outbound'} message-pending`}
      data-outgoing={state.type}
      aria-label={t(outgoing.kind === 'note' ? 'message.note' : 'message.outbound')}
    >
      <header className="message-head">
        <span className="message-name">{t('message.you')}</span>
        {outgoing.kind === 'note' && (
          <span className="message-kind">
            <Lock size={12} aria-hidden />
            {t('message.note')} · {t('message.noteHint')}
          </span>
        )}
        <time dateTime={outgoing.at}>{timeOfDay(outgoing.at)}</time>
      </header>
      <div className="message-line">
        <div className="bubble">
          {outgoing.text !== '' && (
            <p className="bubble-text" dir="auto">
              <RichText text={outgoing.text} />
            </p>
          )}
          <Attachments attachments={outgoing.attachments} />
        </div>
      </div>
      {state.type === 'sending' && (
        <span className="delivery">
          <Clock size={13} aria-hidden />
          {t(isLive && state.isWaiting !== true ? 'outgoing.sending' : 'outgoing.waiting')}
        </span>
      )}
      {state.type !== 'sending' && (
        <div className="trouble" role="alert">
          <p>
            <CircleAlert size={14} aria-hidden />
            {state.type === 'failed' ? t('outgoing.failed', { reason: reasonOf(state.code) }) : t('outgoing.stale')}
            {state.type === 'failed' && state.code === 'bad-request' && state.detail !== undefined && <code>{state.detail}</code>}
          </p>
          {state.type === 'stale' && <Arrived outgoing={outgoing} />}
          <div className="trouble-actions">
            {state.type === 'failed' ? (
              <button type="button" className="button button-small button-main" onClick={() => sending.retry(key)}>
                {t('outgoing.retry')}
              </button>
            ) : (
              <button type="button" className="button button-small button-main" onClick={() => sending.force(key)}>
                {t('outgoing.force')}
              </button>
            )}
            <button type="button" className="button button-small" onClick={() => sending.edit(key)}>
              {t('outgoing.edit')}
            </button>
            <button type="button" className="button button-small" onClick={() => sending.discard(key)}>
              {t('outgoing.discard')}
            </button>
          </div>
        </div>
      )}
    </article>
  );
}

/** What came between: shown right where the decision is made. */
function Arrived({ outgoing }: { readonly outgoing: Outgoing }) {
  const t = useT();
  const thread = useAppState((state) => state.threads.get(outgoing.ticket));
  const contact = useContact(outgoing.ticket);
  const arrived = (thread?.messages ?? []).filter((message) => message.seq > outgoing.lastSeen && !isBy(message, outgoing.authorId, outgoing.author));
  if (arrived.length === 0) return <p className="arrived-waiting">{t('outgoing.staleWaiting')}</p>;
  return (
    <ul className="arrived">
      {arrived.slice(-3).map((message) => (
        <li key={message.id}>
          <strong>{authorName(t, message.author, contact)}</strong> {message.reply ?? message.text}
        </li>
      ))}
    </ul>
  );
}
