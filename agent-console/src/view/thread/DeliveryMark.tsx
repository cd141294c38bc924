import { Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { dateAndTime } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { DeliveryState, Message } from '../../model/ticket.ts';
import { reasonName } from '../../model/reasons.ts';
import { useDesk } from '../useDesk.ts';

const ICONS: Readonly<Record<DeliveryState, LucideIcon>> = {
  queued: Clock, leased: Clock, sending: Clock, sent: Check, delivered: CheckCheck, read: CheckCheck, failed: CircleAlert, unknown: CircleHelp,
};

/** What became of a message on its way out. */
export function DeliveryMark({ message }: { readonly message: Message }) {
  const t = useT();
  const delivery = message.delivery;
  if (message.direction !== 'outbound' || delivery === undefined || delivery === null) return null;
  const Icon = ICONS[delivery.state];
  const isRetried = delivery.state === 'queued' && (delivery.reason ?? '') !== '';
  return (
    <span className={`delivery delivery-${delivery.state}`} data-delivery={delivery.state} title={dateAndTime(delivery.at)}>
      <Icon size={13} strokeWidth={2.2} aria-hidden />
      {t(isRetried ? 'delivery.retried' : `delivery.${delivery.state}`)}
      {isRetried && <span className="delivery-reason">{reasonWords(t, delivery.reason ?? '')}</span>}
    </span>
  );
}

/** A send that nobody knows the end of is never repeated by itself: a person looks and decides. */
export function DeliveryTrouble({ message }: { readonly message: Message }) {
  const t = useT();
  const { api, notices } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const state = message.delivery?.state;
  const reason = message.delivery?.reason ?? '';
  if (message.direction !== 'outbound' || (state !== 'unknown' && state !== 'failed')) return null;
  const resolve = async (action: 'resend' | 'sent' | 'discard'): Promise<void> => {
    setBusy(true);
    await api.resolveDelivery(message.id, action).catch((problem: unknown) => notices.problem(problem));
    setBusy(false);
  };
  return (
    <div className="trouble" role="group" aria-label={t(`delivery.${state}`)}>
      <p>
        {state === 'unknown' ? t('delivery.unknown.hint') : reasonWords(t, reason)}
        {reason !== '' && <code>{reason}</code>}
      </p>
      {state === 'unknown' && (
        <div className="trouble-actions">
          <button type="button" className="button button-small" disabled={isBusy} onClick={() => void resolve('resend')}>
            {t('delivery.resend')}
          </button>
          <button type="button" className="button button-small" disabled={isBusy} onClick={() => void resolve('sent')}>
            {t('delivery.markSent')}
          </button>
          <button type="button" className="button button-small" disabled={isBusy} onClick={() => void resolve('discard')}>
            {t('delivery.discard')}
          </button>
        </div>
      )}
    </div>
  );
}

/** A refusal in plain words; the server's own stand beside it. */
function reasonWords(t: Translate, reason: string): string {
  const name = reasonName(reason);
  return name === undefined ? t('delivery.failed') : t(`reason.${name}`);
}
