import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import { dateAndTime, timeOfDay } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { Actor, TicketEvent } from '../../link/frames.ts';
import type { Agent } from '../../model/people.ts';
import type { Happening } from '../../store/threads.ts';
import { useAppState } from '../useDesk.ts';

const SHOWN = 2;

/** What happened to the ticket between messages; more than two fold into one line. */
export function Happenings({ happenings, number }: { readonly happenings: readonly Happening[]; readonly number: number }) {
  const t = useT();
  const agents = useAppState((state) => state.agents);
  const [isOpen, setOpen] = useState(false);
  const isFolded = happenings.length > SHOWN && !isOpen;
  return (
    <div className="happenings">
      {happenings.length > SHOWN && (
        <button type="button" className="happenings-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <ChevronUp size={13} aria-hidden /> : <ChevronDown size={13} aria-hidden />}
          {t('happening.count', { n: happenings.length })}
        </button>
      )}
      {(isFolded ? happenings.slice(-1) : happenings).map(({ seq, event }) => (
        <p key={seq} className="happening">
          {sentenceOf(t, event, number, agents)}
          <time dateTime={event.at} title={dateAndTime(event.at)}>
            {timeOfDay(event.at)}
          </time>
        </p>
      ))}
    </div>
  );
}

/** Exported for its test. */
export function sentenceOf(t: Translate, event: TicketEvent, number: number, agents: readonly Agent[]): string {
  const actor = actorName(t, event.actor, agents);
  switch (event.k) {
    case 'ticket.created':
      return t('happening.created');
    case 'status.changed':
      return t('happening.status', { actor, from: t(`status.${event.data.from}`), to: t(`status.${event.data.to}`) });
    case 'assignment.changed': {
      if (event.data.to === null) return t('happening.unassigned', { actor });
      const to = agents.find((agent) => agent.id === event.data.to)?.name ?? t('ticket.formerAgent');
      return t('happening.assigned', { actor, to });
    }
    case 'ticket.updated':
      return changeOf(t, actor, event.data.changed);
    case 'message.moved':
      return event.data.to === number ? t('happening.movedIn', { actor, from: event.data.from }) : t('happening.movedOut', { actor, to: event.data.to });
    case 'tickets.merged':
      return t('happening.merged', { actor, from: event.data.from, to: event.data.to });
    case 'message.created':
    case 'message.updated':
    case 'note.created':
    case 'message.delivery':
      return '';
  }
}

function changeOf(t: Translate, actor: string, changed: Extract<TicketEvent, { k: 'ticket.updated' }>['data']['changed']): string {
  if (changed.priority !== undefined) return t('happening.priority', { actor, to: t(`priority.${changed.priority}`) });
  if (changed.tags !== undefined) return changed.tags.length === 0 ? t('happening.noTags', { actor }) : t('happening.tags', { actor, tags: changed.tags.join(', ') });
  if (changed.subject !== undefined) return t('happening.subject', { actor });
  return t('happening.changed', { actor });
}

function actorName(t: Translate, actor: Actor, agents: readonly Agent[]): string {
  if (actor.kind === 'agent') return actor.name || (agents.find((agent) => agent.id === actor.id)?.name ?? t('actor.somebody'));
  if (actor.kind === 'system') return t('actor.system');
  return actor.name || t('actor.customer');
}
