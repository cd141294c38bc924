import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../i18n/i18n.ts';
import type { Agent } from '../../model/people.ts';
import { Face } from '../parts/Face.tsx';
import { Await } from '../parts/states.tsx';
import { useDesk } from '../useDesk.ts';
import { useLoad } from '../useLoad.ts';
import { AgentSheet } from './AgentSheet.tsx';
import { Page } from './Page.tsx';

export function AgentsPage() {
  const t = useT();
  const { api, me, following } = useDesk();
  const { loaded, again } = useLoad(() => api.agents(), 'agents');
  const [edited, setEdited] = useState<Agent | 'new' | undefined>();
  const saved = (): void => {
    setEdited(undefined);
    again();
    void following.readDirectory();
  };
  const add = (
    <button type="button" className="button button-main" onClick={() => setEdited('new')}>
      <Plus size={16} aria-hidden />
      {t('agents.add')}
    </button>
  );
  return (
    <Page title={t('agents.title')} lead={t('agents.lead')} action={add}>
      <Await loaded={loaded} again={again} title={t('agents.title')}>
        {(agents) => (
          <ul className="people">
            {agents.map((agent) => (
              <li key={agent.id} className={agent.active ? '' : 'people-off'}>
                <button type="button" className="people-row" onClick={() => setEdited(agent)} title={t('agents.edit', { name: agent.name })}>
                  <Face name={agent.name} />
                  <span className="people-name">
                    {agent.name}
                    {agent.id === me.id && <span className="tag">{t('agents.you')}</span>}
                    {!agent.active && <span className="tag">{t('agents.inactive')}</span>}
                  </span>
                  <span className="people-email">{agent.email}</span>
                  <span className="people-role">{t(`role.${agent.role}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Await>
      {edited !== undefined && <AgentSheet agent={edited === 'new' ? undefined : edited} onSaved={saved} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}
