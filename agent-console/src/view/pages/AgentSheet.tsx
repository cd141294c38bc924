import { useState } from 'react';
import type { FormEvent } from 'react';
import { reasonOf, useT } from '../../i18n/i18n.ts';
import type { AgentPatch } from '../../link/api.ts';
import type { Agent, Role } from '../../model/people.ts';
import { Field } from '../entry/EntryCard.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { useAppState, useDesk } from '../useDesk.ts';

const ROLES: readonly Role[] = ['agent', 'supervisor', 'admin'];
const SHORTEST_PASSWORD = 10;
type Access = 'keep' | 'all' | 'some';

interface AgentSheetProps {
  /** `undefined` for a new one. */
  readonly agent: Agent | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

export function AgentSheet({ agent, onSaved, onClose }: AgentSheetProps) {
  const t = useT();
  const { api, me } = useDesk();
  const inboxes = useAppState((state) => state.inboxes);
  const [role, setRole] = useState<Role>(agent?.role ?? 'agent');
  const [access, setAccess] = useState<Access>(initialAccess(agent));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(agent?.inboxes ?? []));
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  const save = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      onSaved();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get('name')).trim();
    const password = String(form.get('password'));
    const granted = access === 'all' ? inboxes.map((inbox) => inbox.name) : [...chosen];
    void save(() => {
      if (agent === undefined) return api.addAgent({ name, email: String(form.get('email')).trim(), password, role, inboxes: role === 'agent' ? granted : [] });
      const patch: AgentPatch = {
        name,
        role,
        ...(password === '' ? {} : { password }),
        ...(role !== 'agent' || access === 'keep' ? {} : { inboxes: granted }),
      };
      return api.patchAgent(agent.id, patch);
    });
  };
  const toggle = (inbox: string): void => {
    const next = new Set(chosen);
    if (!next.delete(inbox)) next.add(inbox);
    setChosen(next);
  };

  return (
    <Sheet title={agent === undefined ? t('agents.add') : t('agents.edit', { name: agent.name })} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <Field label={t('agents.name')} name="name" defaultValue={agent?.name ?? ''} autoComplete="off" />
        {agent === undefined && <Field label={t('login.email')} name="email" type="email" autoComplete="off" />}
        <Field label={t(agent === undefined ? 'agents.password' : 'agents.newPassword')} name="password" type="password" autoComplete="new-password"
          minLength={SHORTEST_PASSWORD} required={agent === undefined} hint={t('setup.passwordHint')} />
        <fieldset className="fieldset">
          <legend>{t('agents.role')}</legend>
          {ROLES.map((known) => (
            <label key={known} className="radio">
              <input type="radio" name="role" checked={role === known} onChange={() => setRole(known)} />
              <span>
                {t(`role.${known}`)}
                <small>{t(`role.${known}.hint`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {role === 'agent' && (
          <fieldset className="fieldset">
            <legend>{t('agents.inboxes')}</legend>
            {accessesOf(agent).map((known) => (
              <label key={known} className="radio">
                <input type="radio" name="access" checked={access === known} onChange={() => setAccess(known)} />
                {t(known === 'keep' ? 'agents.keepInboxes' : known === 'all' ? 'agents.allInboxes' : 'agents.someInboxes')}
              </label>
            ))}
            {access === 'some' && inboxes.map((inbox) => (
              <label key={inbox.name} className="radio radio-inner">
                <input type="checkbox" checked={chosen.has(inbox.name)} onChange={() => toggle(inbox.name)} />
                {inbox.name}
              </label>
            ))}
          </fieldset>
        )}
        {problem !== undefined && <p className="callout callout-bad" role="alert">{t('problem.sentence', { reason: reasonOf(problem) })}</p>}
        <footer className="sheet-foot">
          {agent !== undefined && agent.id !== me.id && (
            <button type="button" className="button button-quiet-danger" disabled={isBusy} onClick={() => void save(() => api.patchAgent(agent.id, { active: !agent.active }))}>
              {t(agent.active ? 'agents.deactivate' : 'agents.activate')}
            </button>
          )}
          <span className="row-space" />
          <button type="button" className="button" onClick={onClose}>{t('app.cancel')}</button>
          <button type="submit" className="button button-main" disabled={isBusy}>{t('app.save')}</button>
        </footer>
      </form>
    </Sheet>
  );
}

/** The list of agents need not tell their inboxes; then the choice is to leave them as they are. */
function initialAccess(agent: Agent | undefined): Access {
  if (agent === undefined || agent.inboxes === null) return 'all';
  return agent.inboxes === undefined ? 'keep' : 'some';
}

function accessesOf(agent: Agent | undefined): readonly Access[] {
  return agent !== undefined && agent.inboxes === undefined ? ['keep', 'all', 'some'] : ['all', 'some'];
}
