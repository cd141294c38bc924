import { Clock, Lock } from 'lucide-react';
import { count, dateAndTime } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import { measured, windowAt } from '../../model/limits.ts';
import { segmentsOf } from '../../model/segments.ts';
import type { Ticket } from '../../model/ticket.ts';
import { useNow } from '../useNow.ts';

const REASONS = ['over', 'unfollowed', 'blocked', 'window-closed', 'count-used-up', 'refuses-messages', 'opted-out', 'taken-over', 'session-ended'] as const;
const UNITS = ['characters', 'utf8-bytes', 'sms-segments'] as const;

/** How long a reply may be and whether the channel takes one now, before it refuses. */
export function LimitsLine({ ticket, text }: { readonly ticket: Ticket; readonly text: string }) {
  const t = useT();
  const now = useNow();
  const { limits } = ticket;
  const state = windowAt(ticket.window, now);
  if ((limits === null || limits === undefined) && state === null) return null;
  const used = limits === null || limits === undefined ? 0 : measured(limits, text.trim());
  const isOver = limits !== null && limits !== undefined && used > limits.most;
  const unit = UNITS.find((known) => known === limits?.unit);
  return (
    <p className="limits-line" role="status">
      {limits !== null && limits !== undefined && (
        <span className={isOver ? 'limit limit-over' : 'limit'} data-limit={used}>
          {count(used)} / {count(limits.most)} {unit === undefined ? limits.unit : t(`limit.${unit}`)}
        </span>
      )}
      {unit === 'sms-segments' && used > 0 && <SegmentLine text={text.trim()} />}
      {limits?.files === 0 && <span className="limit" data-files="none">{t('limit.no-files')}</span>}
      {state?.open === true && state.until !== null && (
        <span className={state.left === 1 ? 'limit limit-last' : 'limit'} data-window="open">
          <Clock size={12} aria-hidden />
          {state.left === null ? t('window.until', { until: dateAndTime(state.until) }) : t('window.left', { n: state.left, until: dateAndTime(state.until) })}
        </span>
      )}
      {state?.open === false && (
        <span className="limit limit-over" data-window="closed">
          <Lock size={12} aria-hidden />
          {t(`window.${REASONS.find((known) => known === state.reason) ?? 'over'}`)}
        </span>
      )}
    </p>
  );
}

/** One character outside the GSM alphabet more than halves what a segment holds: say which it is, and what is left. */
function SegmentLine({ text }: { readonly text: string }) {
  const t = useT();
  const { encoding, left } = segmentsOf(text);
  return <span className="limit" data-encoding={encoding}>{t(`limit.${encoding}`, { n: left })}</span>;
}
