import { ArrowLeft, CircleCheck, PanelRight, RotateCcw } from 'lucide-react';
import { useLocation } from 'wouter';
import { personName, useT } from '../../i18n/i18n.ts';
import type { Ticket } from '../../model/ticket.ts';
import { UNSOLVED } from '../../model/ticket.ts';
import { ChannelIcon } from '../parts/badges.tsx';
import { useCommand } from '../shell/useCommand.ts';
import { TicketChoices } from './TicketChoices.tsx';
import { useSolve } from './useSolve.ts';

interface ThreadHeaderProps {
  readonly number: number;
  readonly ticket: Ticket | undefined;
  readonly home: string;
  readonly isContextOpen: boolean;
  readonly onContext: () => void;
}

export function ThreadHeader({ number, ticket, home, isContextOpen, onContext }: ThreadHeaderProps) {
  const t = useT();
  const [, navigate] = useLocation();
  const name = personName(t, ticket?.contact);
  return (
    <header className="thread-head">
      <div className="thread-head-top">
        <button type="button" className="icon-button only-narrow" aria-label={t('app.back')} onClick={() => navigate(home)}>
          <ArrowLeft size={20} aria-hidden />
        </button>
        <div className="thread-title">
          <h2>
            <span className="thread-name">{ticket === undefined ? t('ticket.number', { number }) : name}</span>
            {ticket !== undefined && <span className="thread-number">#{number}</span>}
          </h2>
          {ticket !== undefined && (
            <p className="thread-subject">
              <ChannelIcon channel={ticket.channel} size={13} />
              <span className="thread-inbox">{ticket.inbox}</span>
              {ticket.subject !== null && ticket.subject !== '' && <span className="thread-subject-text">{ticket.subject}</span>}
            </p>
          )}
        </div>
        {ticket !== undefined && <SolveButton ticket={ticket} />}
        <button type="button" className="icon-button" aria-pressed={isContextOpen} aria-label={t(isContextOpen ? 'ticket.hideContext' : 'ticket.showContext')}
          title={t(isContextOpen ? 'ticket.hideContext' : 'ticket.showContext')} onClick={onContext}>
          <PanelRight size={19} aria-hidden />
        </button>
      </div>
      {ticket !== undefined && <TicketChoices ticket={ticket} />}
    </header>
  );
}

function SolveButton({ ticket }: { readonly ticket: Ticket }) {
  const t = useT();
  const { solve, reopen } = useSolve(ticket);
  const isUnsolved = UNSOLVED.includes(ticket.status);
  useCommand('solve', solve, isUnsolved);
  if (isUnsolved) {
    return (
      <button type="button" className="button button-solve" onClick={solve}>
        <CircleCheck size={16} aria-hidden />
        <span>{t('ticket.solve')}</span>
      </button>
    );
  }
  return (
    <button type="button" className="button button-solve" onClick={reopen}>
      <RotateCcw size={15} aria-hidden />
      <span>{t('ticket.reopen')}</span>
    </button>
  );
}
