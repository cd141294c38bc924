import { CircleCheck, CircleMinus, CircleX, Server } from 'lucide-react';
import { useEffect } from 'react';
import { count, dateAndTime, timeOfDay } from '../../i18n/format.ts';
import { reasonOf, useT, useWords } from '../../i18n/i18n.ts';
import type { System } from '../../model/people.ts';
import { Await } from '../parts/states.tsx';
import { useDesk } from '../useDesk.ts';
import { useLoad } from '../useLoad.ts';
import type { Loaded } from '../useLoad.ts';
import { Page } from './Page.tsx';

const RENEW_MS = 2_000;
const ICONS = { up: CircleCheck, down: CircleX, none: CircleMinus } as const;

/** How the nodes are, and how far each inbox is, as the node that answers sees it. */
export function SystemPage() {
  const t = useT();
  const { api } = useDesk();
  const { loaded, again } = useLoad(() => api.system(), 'system');
  useEffect(() => {
    // After the answer: a slow one is waited for, not asked for again.
    const timer = loaded.type === 'loading' ? undefined : setTimeout(again, RENEW_MS);
    return () => clearTimeout(timer);
  }, [loaded, again]);
  return (
    <Page title={t('system.title')} lead={t('system.lead')}>
      <Stale loaded={loaded} />
      <Await loaded={loaded} again={again} title={t('system.title')}>
        {(system) => (
          <ul className="cards cards-grid">
            <Parts system={system} />
            {system.gone?.map((node) => (
              <GoneCard key={node.name} node={node} />
            ))}
            {system.nodes.map((node) => (
              <NodeCard key={`${node.name} ${node.startedAt}`} node={node} inboxes={system.inboxes} />
            ))}
            {system.inboxes.map((inbox) => (
              <InboxCard key={inbox.name} inbox={inbox} leases={system.leases} />
            ))}
          </ul>
        )}
      </Await>
    </Page>
  );
}

/** What is shown may be long over when nobody answers any more. */
function Stale({ loaded }: { readonly loaded: Loaded<System> }) {
  const t = useT();
  if (loaded.type !== 'ready' || loaded.problem === undefined) return null;
  return (
    <p className="card-problem" role="status">
      {t('system.stale', { reason: reasonOf(loaded.problem), time: timeOfDay(loaded.at) })}
    </p>
  );
}

function Parts({ system }: { readonly system: System }) {
  const t = useT();
  return (
    <li className="card" data-system>
      <div className="card-top">
        <Server size={16} aria-hidden />
        <h2>{t('system.answers', { node: system.node })}</h2>
      </div>
      <p className="card-states">
        <Health label={t('system.bus')} state={system.bus} />
        <Health label="Redis" state={system.redis} />
      </p>
      {[system.bus, system.redis].includes('down') && <p className="card-foot">{t('system.calm')}</p>}
    </li>
  );
}

function Health({ label, state }: { readonly label: string; readonly state: 'up' | 'down' | 'none' }) {
  const t = useT();
  const Icon = ICONS[state];
  return (
    <span className={`health health-${state === 'none' ? 'removed' : state}`}>
      <Icon size={15} aria-hidden />
      {t('system.is', { what: label, how: t(`system.${state}`) })}
    </span>
  );
}

/** It did not say good-bye. */
function GoneCard({ node }: { readonly node: NonNullable<System['gone']>[number] }) {
  const t = useT();
  return (
    <li className="card" data-gone={node.name}>
      <div className="card-top">
        <Server size={16} aria-hidden />
        <h2>{t('system.node', { node: node.name })}</h2>
        <span className="health health-down">
          <CircleX size={15} aria-hidden />
          {t('system.gone', { time: timeOfDay(node.seenAt) })}
        </span>
      </div>
      <p className="card-foot">{node.address}</p>
    </li>
  );
}

interface NodeProps {
  readonly node: System['nodes'][number];
  readonly inboxes: System['inboxes'];
}

function NodeCard({ node, inboxes }: NodeProps) {
  const t = useT();
  return (
    <li className="card" data-node={node.name}>
      <div className="card-top">
        <Server size={16} aria-hidden />
        <h2>{t('system.node', { node: node.name })}</h2>
        {node.self ? <span className="card-meta">{t('system.self')}</span> : <Health label={t('system.heard')} state={node.hears ? 'up' : 'down'} />}
      </div>
      <p className="card-foot">
        <span>{node.address}</span>
        <span>{t('system.since', { time: dateAndTime(node.startedAt) })}</span>
      </p>
      <p className="card-foot">{t('system.passed')}</p>
      <dl className="figures" data-cursors>
        {inboxes.map(({ name, position }) => (
          <Figure key={name} label={name} value={`${passed(node.cursors[name])} / ${count(position)}`} />
        ))}
      </dl>
    </li>
  );
}

/** A node that nobody has asked for an inbox does not follow it. */
function passed(cursor: number | undefined): string {
  return cursor === undefined || cursor < 0 ? '–' : count(cursor);
}

interface InboxProps {
  readonly inbox: System['inboxes'][number];
  readonly leases: System['leases'];
}

function InboxCard({ inbox, leases }: InboxProps) {
  const t = useT();
  const words = useWords();
  return (
    <li className="card" data-lane={inbox.name}>
      <div className="card-top">
        <h2>{inbox.name}</h2>
      </div>
      <p className="card-foot">
        <span data-holder>
          {inbox.holder === null ? t('system.anybody') : t('system.holder', { node: inbox.holder, time: dateAndTime(inbox.heldAt) })}
        </span>
        {leases
          .filter((lease) => lease.inbox === inbox.name)
          .map(({ name, holder }) => (
            <span key={name} data-lease={name}>
              {t('system.is', { what: words('lease', name) ?? name, how: holder ?? t('system.nobody') })}
            </span>
          ))}
      </p>
      <dl className="figures">
        <Figure label={t('inboxes.pending')} value={inbox.waiting} />
        <Figure label={t('system.behind')} value={inbox.shown < 0 ? inbox.position : inbox.position - inbox.shown} />
        <Figure label={t('system.unsent')} value={inbox.unsent} />
        <Figure label={t('system.unknown')} value={inbox.unknown} isWarning={inbox.unknown > 0} />
      </dl>
    </li>
  );
}

function Figure({ label, value, isWarning = false }: { readonly label: string; readonly value: number | string; readonly isWarning?: boolean }) {
  return (
    <div className={isWarning ? 'figure figure-warn' : 'figure'}>
      <dt>{label}</dt>
      <dd>{typeof value === 'number' ? count(value) : value}</dd>
    </div>
  );
}
