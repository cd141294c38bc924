import { CircleUserRound, Hand } from 'lucide-react';
import { useT } from '../../i18n/i18n.ts';
import type { Agent } from '../../model/people.ts';
import type { Ticket } from '../../model/ticket.ts';
import { PRIORITIES, STATUSES } from '../../model/ticket.ts';
import type { Priority, Status } from '../../model/ticket.ts';
import { PriorityIcon, StatusDot } from '../parts/badges.tsx';
import { Choice } from '../parts/Choice.tsx';
import type { Option } from '../parts/Choice.tsx';
import { Face } from '../parts/Face.tsx';
import { useAppState, useDesk } from '../useDesk.ts';

const HINTED: readonly Status[] = ['pending', 'hold'];

/** Status, priority and assignee: each change goes out at once. */
export function TicketChoices({ ticket }: { readonly ticket: Ticket }) {
  const t = useT();
  const { changing, me } = useDesk();
  const assignees = useAssignees(ticket);
  const statuses: readonly Option[] = STATUSES.map((status) => ({
    value: status,
    label: t(`status.${status}`),
    icon: <StatusDot status={status} />,
    ...(HINTED.includes(status) ? { hint: t(`status.${status}.hint` as 'status.pending.hint') } : {}),
  }));
  return (
    <div className="choices">
      <Choice name="status" label={t('ticket.status')} value={ticket.status} options={statuses}
        onChoose={(status) => void changing.change(ticket, { status: status as Status })} />
      <Choice name="priority" label={t('ticket.priority')} value={ticket.priority}
        options={PRIORITIES.map((priority) => ({ value: priority, label: t(`priority.${priority}`), icon: <PriorityIcon priority={priority} /> }))}
        onChoose={(priority) => void changing.change(ticket, { priority: priority as Priority })} />
      <Choice name="assignee" label={t('ticket.assignee')} value={ticket.assignee ?? ''} options={assignees}
        onChoose={(assignee) => void changing.change(ticket, { assignee: assignee === '' ? null : assignee })} />
      {ticket.assignee === null && (
        <button type="button" className="button button-small button-take" title={t('ticket.take')} onClick={() => void changing.change(ticket, { assignee: me.id })}>
          <Hand size={15} aria-hidden />
          <span>{t('ticket.take')}</span>
        </button>
      )}
    </div>
  );
}

/** As far as the server tells: it tells a plain agent nothing of colleagues' rights. */
function maySee({ role, inboxes }: Agent, ticket: Ticket): boolean {
  return role !== 'agent' || !inboxes || inboxes.includes(ticket.inbox);
}

/** Oneself first, then colleagues; whoever has the ticket stays listed even after leaving. */
function useAssignees(ticket: Ticket): readonly Option[] {
  const t = useT();
  const { me } = useDesk();
  const agents = useAppState((state) => state.agents);
  const others = agents.filter((agent) => agent.id !== me.id && ((agent.active && maySee(agent, ticket)) || agent.id === ticket.assignee));
  const isKnown = ticket.assignee === null || ticket.assignee === me.id || others.some((agent) => agent.id === ticket.assignee);
  return [
    { value: '', label: t('ticket.unassigned'), icon: <CircleUserRound size={18} strokeWidth={1.6} aria-hidden /> },
    { value: me.id, label: t('ticket.me', { name: me.name }), icon: <Face name={me.name} size="s" /> },
    ...others.map((agent) => ({ value: agent.id, label: agent.name, icon: <Face name={agent.name} size="s" /> })),
    ...(isKnown ? [] : [{ value: ticket.assignee ?? '', label: t('ticket.formerAgent'), icon: <Face name="?" size="s" /> }]),
  ];
}
