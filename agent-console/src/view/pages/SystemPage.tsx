import { CircleCheck, CircleMinus, CircleX, Server } from 'lucide-react';
import { useEffect } from 'react';
import { count, dateAndTime } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { System } from '../../model/people.ts';
import { Await } from '../parts/states.tsx';
import { useDesk } from '../useDesk.ts';
import { useLoad } from '../useLoad.ts';
import { Page } from './Page.tsx';

const RENEW_MS = 5_000;
const ICONS = { up: CircleCheck, down: CircleX, none: CircleMinus } as const;

/** How the nodes are, and how far each inbox is, as the node that answers sees it. */
export function SystemPage() {
  const t = useT();
  const { api } = useDesk();
  const { loaded, again } = useLoad(() => api.system(), 'system');
  useEffect(() => {
    const timer = setInterval(again, RENEW_MS);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <Page title={t('system.title')} lead={t('system.lead')}>
      <Await loaded={loaded} again={again} title={t('system.title')}>
        {(system) => (
          <ul className="cards cards-grid">
            <Parts system={system} />
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

function Parts({ system }: { readonly system: System }) {
  const t = useT();
  return (
    <li className="card" data-system>
      <div className="card-top">
        <Server size={16} aria-hidden />
        <h2>{t('system.answers', { node: system.node })}</h2>
      </div>
      <p className="card-foot">
        <Health label={t('system.bus')} state={system.bus} />
        <Health label="Redis" state={system.redis} />
      </p>
    </li>
  );
}

function Health({ label, state }: { readonly label: string; readonly state: 'up' | 'down' | 'none' }) {
  const t = useT();
  const Icon = ICONS[state];
  return (
    <span className={`health health-${state === 'none' ? 'removed' : state}`}>
      <Icon size={15} aria-hidden />
      {label}: {t(`system.${state}`)}
    </span>
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
        <Health label={t('system.heard')} state={node.hears ? 'up' : 'down'} />
      </div>
      <p className="card-foot">
        <span>{node.address}</span>
        <span>
          {t('system.since')}: {dateAndTime(node.startedAt)}
        </span>
      </p>
      <dl className="figures" data-cursors>
        {inboxes.map(({ name, position }) => (
          <Figure key={name} label={name} value={`${count(node.cursors[name] ?? -1)} / ${count(position)}`} />
        ))}
      </dl>
    </li>
  );
}

interface InboxProps {
  readonly inbox: System['inboxes'][number];
  readonly leases: System['leases'];
}

function InboxCard({ inbox, leases }: InboxProps) {
  const t = useT();
  const nobody = t('system.nobody');
  return (
    <li className="card" data-lane={inbox.name}>
      <div className="card-top">
        <h2>{inbox.name}</h2>
      </div>
      <p className="card-foot">
        <span data-holder>
          {t('system.holder')}: {inbox.holder ?? nobody}
          {inbox.heldAt && `, ${dateAndTime(inbox.heldAt)}`}
        </span>
        {leases
          .filter((lease) => lease.inbox === inbox.name)
          .map((lease) => (
            <span key={lease.name} data-lease={lease.name}>
              {lease.name}: {lease.holder ?? nobody}
            </span>
          ))}
      </p>
      <dl className="figures">
        <Figure label={t('system.waiting')} value={inbox.waiting} />
        <Figure label={t('system.behind')} value={inbox.shown < 0 ? inbox.position : inbox.position - inbox.shown} />
        <Figure label={t('system.unsent')} value={inbox.unsent} />
        <Figure label={t('system.unknown')} value={inbox.unknown} />
      </dl>
    </li>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: number | string }) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>{typeof value === 'number' ? count(value) : value}</dd>
    </div>
  );
}
