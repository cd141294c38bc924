import { Eye, PenLine } from 'lucide-react';
import { memo } from 'react';
import { dateAndTime, listOf, shortAge } from '../../i18n/format.ts';
import { personName, useT } from '../../i18n/i18n.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { Ticket } from '../../model/ticket.ts';
import { isUnread } from '../../store/seen.ts';
import { ChannelIcon, PriorityIcon, StatusLabel } from '../parts/badges.tsx';
import { Face } from '../parts/Face.tsx';
import { useAppState, useDesk } from '../useDesk.ts';

interface TicketRowProps {
  readonly number: number;
  readonly isSelected: boolean;
  readonly isCursor: boolean;
  readonly now: number;
  readonly onOpen: (number: number) => void;
}

/** One ticket in the list. A button in a list item: keyboard, touch and screen reader know what to do with it. */
export const TicketRow = memo(function TicketRow({ number, isSelected, isCursor, now, onOpen }: TicketRowProps) {
  const t = useT();
  const ticket = useAppState((state) => state.book.entries.get(number)?.ticket);
  const isNew = useAppState((state) => ticket !== undefined && isUnread(state.seen, ticket));
  if (ticket === undefined) return null;
  const name = personName(t, ticket.contact);
  const subject = oneLine(ticket.subject ?? '');
  const preview = previewOf(t, ticket);
  // A live chat's subject is the first line of its first message: until there is another one, the preview says it all.
  const isSubjectAgain = subject !== '' && preview.startsWith(subject);
  return (
    <button
      type="button"
      className={['row', isSelected ? 'row-selected' : '', isCursor ? 'row-cursor' : '', isNew ? 'row-unread' : ''].join(' ')}
      aria-current={isSelected ? 'true' : undefined}
      data-ticket={number}
      onClick={() => onOpen(number)}
    >
      <span className="row-face">
        <Face name={ticket.contact.name} />
        <ChannelIcon channel={ticket.channel} size={11} />
      </span>
      <span className="row-body">
        <span className="row-top">
          {isNew && <span className="unread-dot" role="img" aria-label={t('list.unread')} />}
          <span className="row-name">{name}</span>
          <span className="row-number">#{number}</span>
          <time className="row-time" dateTime={ticket.updatedAt} title={dateAndTime(ticket.updatedAt)}>
            {shortAge(ticket.lastMessage?.at ?? ticket.updatedAt, now)}
          </time>
        </span>
        <span className="row-line">
          {subject !== '' && <span className="row-subject">{isSubjectAgain ? preview : subject}</span>}
          {!isSubjectAgain && <span className="row-preview">{preview}</span>}
        </span>
        <RowMarks ticket={ticket} />
      </span>
    </button>
  );
});

function RowMarks({ ticket }: { readonly ticket: Ticket }) {
  const t = useT();
  const { me } = useDesk();
  const assignee = useAppState((state) => state.agents.find((agent) => agent.id === ticket.assignee)?.name);
  const viewers = useAppState((state) => state.threads.get(ticket.number)?.viewers);
  const others = (viewers ?? []).filter((viewer) => viewer.agent.id !== me.id);
  const hasDraft = useAppState((state) => state.drafted.has(ticket.number));
  return (
    <span className="row-marks">
      <StatusLabel status={ticket.status} />
      {ticket.priority !== 'normal' && <PriorityIcon priority={ticket.priority} />}
      {hasDraft && (
        <span className="mark mark-draft">
          <PenLine size={11} aria-hidden />
          {t('list.draft')}
        </span>
      )}
      {ticket.tags.slice(0, 2).map((tag) => (
        <span key={tag} className="tag" title={tag}>
          {tag}
        </span>
      ))}
      <span className="row-space" />
      {others.length > 0 && (
        <span className="mark" role="img" aria-label={t('list.viewing', { names: listOf(others.map((viewer) => viewer.agent.name)) })}>
          <Eye size={13} aria-hidden />
        </span>
      )}
      {ticket.assignee !== null && <Face name={assignee ?? '?'} size="s" title={assignee ?? t('ticket.formerAgent')} />}
    </span>
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function previewOf(t: Translate, ticket: Ticket): string {
  const last = ticket.lastMessage;
  if (last === null) return t('list.noMessages');
  const text = oneLine(last.text) || t('list.attachment');
  if (last.direction === 'note') return t('list.note', { text });
  return last.direction === 'outbound' ? `${last.author.name ? `${last.author.name}: ` : ''}${text}` : text;
}
