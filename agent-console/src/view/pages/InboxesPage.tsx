import { CircleCheck, CircleMinus, CircleX, Inbox as InboxIcon } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { count, dateAndTime, shortAge } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Inbox } from '../../model/people.ts';
import { mayOpenPen } from '../../model/people.ts';
import { ChannelIcon } from '../parts/badges.tsx';
import { Await, Empty } from '../parts/states.tsx';
import { useDesk } from '../useDesk.ts';
import { useLoad } from '../useLoad.ts';
import { useNow } from '../useNow.ts';
import { Page } from './Page.tsx';

const RENEW_MS = 15_000;
const STATE_ICONS = { up: CircleCheck, down: CircleX, removed: CircleMinus } as const;

/** Whether each channel's door is open, and what came through it. */
export function InboxesPage() {
  const t = useT();
  const { api } = useDesk();
  const { loaded, again } = useLoad(() => api.inboxes(), 'inboxes');
  useEffect(() => {
    const timer = setInterval(again, RENEW_MS);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <Page title={t('inboxes.title')} lead={t('inboxes.lead')}>
      <Await loaded={loaded} again={again} title={t('inboxes.title')}>
        {(inboxes) =>
          inboxes.length === 0 ? (
            <Empty icon={InboxIcon} title={t('inboxes.empty')} />
          ) : (
            <ul className="cards cards-grid">
              {inboxes.map((inbox) => (
                <InboxCard key={inbox.name} inbox={inbox} />
              ))}
            </ul>
          )
        }
      </Await>
    </Page>
  );
}

function InboxCard({ inbox }: { readonly inbox: Inbox }) {
  const t = useT();
  const { me } = useDesk();
  const now = useNow();
  const StateIcon = STATE_ICONS[inbox.state];
  return (
    <li className="card" data-inbox={inbox.name}>
      <div className="card-top">
        <ChannelIcon channel={inbox.channel} size={16} />
        <h2>
          <Link to={`/?inbox=${encodeURIComponent(inbox.name)}`}>{inbox.name}</Link>
        </h2>
        <span className={`health health-${inbox.state}`}>
          <StateIcon size={15} aria-hidden />
          {t(`inboxes.${inbox.state}`)}
        </span>
      </div>
      <dl className="figures">
        <Figure label={t('inboxes.messages')} value={inbox.counters.messages} />
        <Figure label={t('inboxes.tickets')} value={inbox.counters.tickets} />
        <Figure label={t('inboxes.pending')} value={inbox.counters.pending} />
        <Figure label={t('inboxes.quarantined')} value={inbox.counters.quarantined} {...(mayOpenPen(me) ? { to: '/pen' } : {})} />
      </dl>
      <p className="card-foot">
        <span>
          {t('inboxes.connector')}: {inbox.connector}
        </span>
        <span title={dateAndTime(inbox.lastInboundAt)}>
          {t('inboxes.lastInbound')}: {inbox.lastInboundAt === null ? t('app.never') : shortAge(inbox.lastInboundAt, now)}
        </span>
      </p>
    </li>
  );
}

function Figure({ label, value, to }: { readonly label: string; readonly value: number; readonly to?: string }) {
  return (
    <div className={to !== undefined && value > 0 ? 'figure figure-warn' : 'figure'}>
      <dt>{label}</dt>
      <dd>{to !== undefined && value > 0 ? <Link to={to}>{count(value)}</Link> : count(value)}</dd>
    </div>
  );
}
