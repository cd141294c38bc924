import { CircleCheck, CircleMinus, CircleX, Inbox as InboxIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { count, dateAndTime, shortAge } from '../../i18n/format.ts';
import { useT, useWords } from '../../i18n/i18n.ts';
import type { Words } from '../../i18n/i18n.ts';
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
      <Facts facts={inbox.facts ?? {}} />
      {mayOpenPen(me) && inbox.state !== 'removed' && <TestButton name={inbox.name} />}
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

/** What the connector says of itself. */
function Facts({ facts }: { readonly facts: Readonly<Record<string, string>> }) {
  const words = useWords();
  const entries = Object.entries(facts);
  if (entries.length === 0) return null;
  return (
    <dl className="inbox-facts">
      {entries.map(([name, value]) => (
        <div key={name} className={isTrouble(name, value) ? 'inbox-fact inbox-fact-bad' : 'inbox-fact'} data-fact={name}>
          <dt>{words('inbox', name) ?? name}</dt>
          <dd>
            <bdi>{factWords(words, value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const REFUSED = 'refused: ';

function isTrouble(name: string, value: string): boolean {
  return name === 'missed' || value.startsWith(REFUSED) || (name === 'mode' && value === 'plain');
}

/** States have words, times are the reader's; anything else is shown as it is. */
function factWords(words: Words, value: string): string {
  if (value.startsWith(REFUSED)) return words('state', 'refused', { reason: value.slice(REFUSED.length) }) ?? value;
  return words('state', value) ?? value.replace(TIME, (time) => dateAndTime(time));
}

/** What connectors with an access token say of a trial that went well. */
const TOKEN_TRIED = 'the provider gave an access token and took it';

type Tried = { readonly type: 'idle' | 'busy' } | { readonly type: 'done'; readonly ok: boolean; readonly detail: string };

/** Tries the inbox's credentials against its provider. */
function TestButton({ name }: { readonly name: string }) {
  const t = useT();
  const words = useWords();
  const { api } = useDesk();
  const [tried, setTried] = useState<Tried>({ type: 'idle' });
  const run = (): void => {
    setTried({ type: 'busy' });
    api.testInbox(name).then(
      (answer) => setTried({ type: 'done', ...answer }),
      () => setTried({ type: 'done', ok: false, detail: t('app.unreachable') }),
    );
  };
  return (
    <div className="inbox-test">
      <button type="button" className="button button-small" disabled={tried.type === 'busy'} onClick={run}>
        {t(tried.type === 'busy' ? 'inboxes.testing' : 'inboxes.test')}
      </button>
      {tried.type === 'done' && (
        <span role="status" className={tried.ok ? 'test-ok' : 'test-failed'}>
          {t(tried.ok ? 'inboxes.testOk' : 'inboxes.testFailed')} <bdi>{tried.detail === TOKEN_TRIED ? (words('test', 'token') ?? tried.detail) : tried.detail}</bdi>
        </span>
      )}
    </div>
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
