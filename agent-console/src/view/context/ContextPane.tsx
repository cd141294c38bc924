import { ArrowLeft, X } from 'lucide-react';
import { dateAndTime } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Ticket } from '../../model/ticket.ts';
import { ChannelIcon, channelName } from '../parts/badges.tsx';
import { useAppState } from '../useDesk.ts';
import { Person } from './Person.tsx';
import { TagsEditor } from './TagsEditor.tsx';

interface ContextPaneProps {
  readonly number: number;
  readonly onClose: () => void;
  /** It lies over the thread and must be left to get back. */
  readonly isOver: boolean;
}

export function ContextPane({ number, onClose, isOver }: ContextPaneProps) {
  const t = useT();
  const ticket = useAppState((state) => state.book.entries.get(number)?.ticket);
  return (
    <aside className={`context-pane ${isOver ? 'context-over' : ''}`} aria-label={t('context.label')}>
      {isOver && (
        <header className="context-head">
          <button type="button" className="icon-button only-narrow" aria-label={t('app.back')} onClick={onClose}>
            <ArrowLeft size={20} aria-hidden />
          </button>
          <h2>{t('context.label')}</h2>
          <button type="button" className="icon-button not-narrow" aria-label={t('app.close')} onClick={onClose}>
            <X size={18} aria-hidden />
          </button>
        </header>
      )}
      {ticket !== undefined && (
        <>
          <Person contactId={ticket.contact.id} number={number} />
          <Details ticket={ticket} />
        </>
      )}
    </aside>
  );
}

function Details({ ticket }: { readonly ticket: Ticket }) {
  const t = useT();
  return (
    <section className="context-part">
      <h2>{t('ticket.details')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('ticket.tags')}</dt>
          <dd>
            <TagsEditor ticket={ticket} />
          </dd>
        </div>
        <div>
          <dt>{t('ticket.channel')}</dt>
          <dd className="with-icon">
            <ChannelIcon channel={ticket.channel} />
            {channelName(t, ticket.channel)}
          </dd>
        </div>
        <div>
          <dt>{t('ticket.inbox')}</dt>
          <dd>{ticket.inbox}</dd>
        </div>
        <div>
          <dt>{t('ticket.created')}</dt>
          <dd>{dateAndTime(ticket.createdAt)}</dd>
        </div>
        <div>
          <dt>{t('ticket.messages')}</dt>
          <dd>{ticket.messageCount}</dd>
        </div>
        {Object.entries(ticket.fields).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
