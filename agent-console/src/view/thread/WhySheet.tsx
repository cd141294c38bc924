import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { dateAndTime } from '../../i18n/format.ts';
import { known, useT } from '../../i18n/i18n.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { Message, Rival } from '../../model/ticket.ts';
import { Sheet } from '../parts/Sheet.tsx';
import { useDesk } from '../useDesk.ts';
import { useUndoMove } from './useUndoMove.ts';

const MoveSheet = lazy(() => import('./MoveSheet.tsx').then((module) => ({ default: module.MoveSheet })));

/** Why the message is in this ticket: the rule that matched, and on what evidence. */
export function WhySheet({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const t = useT();
  const undo = useUndoMove(message);
  const [isMoving, setMoving] = useState(false);
  const evidence = evidenceOf(message.threading?.evidence);
  const rivals = (message.threading?.rivals ?? []).filter((rival) => rival.ticket !== message.ticket);
  const isMoved = message.threading?.rule === 'moved';
  if (isMoving) {
    return (
      <Suspense fallback={null}>
        <MoveSheet message={message} onClose={onClose} />
      </Suspense>
    );
  }
  return (
    <Sheet title={t('why.title')} onClose={onClose}>
      <p className="sheet-text why-rule">{ruleOf(t, message)}</p>
      {rivals.length > 0 && (
        <section className="rivals" aria-label={t('why.rivals')}>
          <h2>{t('why.rivals')}</h2>
          <ul>
            {rivals.map((rival) => (
              <RivalItem key={`${rival.ticket} ${rival.rule}`} rival={rival} message={message} onClose={onClose} />
            ))}
          </ul>
        </section>
      )}
      <dl className="facts">
        {evidence.map(([name, value]) => (
          <div key={name}>
            <dt>{name === '' ? t('why.evidence') : name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('message.from')}</dt>
          <dd>{[message.author.name, message.author.address].filter((part) => part !== null && part !== undefined && part !== '').join(' · ') || '–'}</dd>
        </div>
        {message.receivedAt !== null && message.receivedAt !== undefined && (
          <div>
            <dt>{t('message.receivedAt')}</dt>
            <dd>{dateAndTime(message.receivedAt)}</dd>
          </div>
        )}
        {message.sentAt !== null && message.sentAt !== undefined && (
          <div>
            <dt>{t('message.sentAt')}</dt>
            <dd>{dateAndTime(message.sentAt)}</dd>
          </div>
        )}
      </dl>
      {message.direction === 'inbound' && (
        <footer className="sheet-foot">
          {isMoved && (
            <button type="button" className="button" onClick={() => { undo(); onClose(); }}>
              {t('why.undoMove')}
            </button>
          )}
          <button type="button" className="button" onClick={() => setMoving(true)}>
            {t('message.move')}
          </button>
        </footer>
      )}
    </Sheet>
  );
}

/** A ticket that the message might have gone to as well: look at it, or move it there. */
function RivalItem({ rival, message, onClose }: { readonly rival: Rival; readonly message: Message; readonly onClose: () => void }) {
  const t = useT();
  const { api, notices } = useDesk();
  const undo = useUndoMove(message);
  const key = known(`rival.${rival.rule}`);
  const move = (): void => {
    api.moveMessage(message.id, rival.ticket).then(
      () => notices.info(t('move.done'), { label: t('ticket.undo'), run: undo }),
      (problem: unknown) => notices.problem(problem),
    );
    onClose();
  };
  return (
    <li className="rival">
      <Link to={`/tickets/${rival.ticket}`} onClick={onClose}>
        {t('ticket.number', { number: String(rival.ticket) })}
      </Link>
      <span className="rival-rule">{key === undefined ? t('why.other', { rule: rival.rule }) : t(key)}</span>
      <button type="button" className="button button-small" onClick={move}>
        {t('why.moveThere')}
      </button>
    </li>
  );
}

function ruleOf(t: Translate, message: Message): string {
  const rule = message.threading?.rule;
  if (rule === undefined || rule === null) return t(message.direction === 'inbound' ? 'why.other' : 'why.agent', { rule: '–' });
  const key = known(`why.${rule}`);
  return key === undefined ? t('why.other', { rule }) : t(key);
}

/** Evidence is a text or a flat object; anything deeper is shown as it came. Exported for its test. */
export function evidenceOf(evidence: unknown): readonly (readonly [string, string])[] {
  if (evidence === null || evidence === undefined || evidence === '') return [];
  if (typeof evidence === 'object' && !Array.isArray(evidence)) {
    return Object.entries(evidence).filter(([, value]) => value !== null).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const);
  }
  return [['', typeof evidence === 'string' ? evidence : JSON.stringify(evidence)]];
}
