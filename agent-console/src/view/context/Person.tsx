import { BadgeCheck, CircleHelp, Pencil } from 'lucide-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useSearch } from 'wouter';
import { dateOnly, shortAge } from '../../i18n/format.ts';
import { known, personName, useT, useWords } from '../../i18n/i18n.ts';
import type { Contact, Identity } from '../../model/people.ts';
import type { Ticket } from '../../model/ticket.ts';
import { ChannelIcon, StatusLabel } from '../parts/badges.tsx';
import { Face } from '../parts/Face.tsx';
import { Await } from '../parts/states.tsx';
import { useDesk } from '../useDesk.ts';
import { useLoad } from '../useLoad.ts';
import { useNow } from '../useNow.ts';

export function Person({ contactId, number }: { readonly contactId: string; readonly number: number }) {
  const t = useT();
  const words = useWords();
  const { api } = useDesk();
  const { loaded, again } = useLoad(() => api.contact(contactId), contactId);
  return (
    <Await loaded={loaded} again={again} title={t('context.failed')}>
      {(contact) => (
        <>
          <section className="context-part person">
            <Face name={contact.name} size="l" />
            <PersonName contact={contact} onRenamed={again} />
            <p className="person-since">{t('context.since', { date: dateOnly(contact.createdAt) })}</p>
          </section>
          {contact.identities.length > 0 && (
            <section className="context-part">
              <h2>{t('context.identities')}</h2>
              <ul className="identities">
                {contact.identities.map((identity) => (
                  <IdentityItem key={`${identity.kind} ${identity.scope} ${identity.value}`} identity={identity} />
                ))}
              </ul>
            </section>
          )}
          {Object.keys(contact.fields).length > 0 && (
            <section className="context-part">
              <h2>{t('context.fields')}</h2>
              <dl className="facts">
                {Object.entries(contact.fields).map(([name, value]) => (
                  <div key={name}>
                    <dt>{words('field', name) ?? name}</dt>
                    <dd>{String(value)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
          <section className="context-part">
            <h2>{t('context.past')}</h2>
            <PastTickets tickets={contact.tickets.filter((ticket) => ticket.number !== number)} />
          </section>
        </>
      )}
    </Await>
  );
}

function PersonName({ contact, onRenamed }: { readonly contact: Contact; readonly onRenamed: () => void }) {
  const t = useT();
  const { api, notices } = useDesk();
  const [isEditing, setEditing] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name')).trim();
    setEditing(false);
    if (name === '' || name === contact.name) return;
    api.renameContact(contact.id, name).then(onRenamed, (problem: unknown) => notices.problem(problem));
  };
  if (isEditing) {
    return (
      <form className="person-rename" onSubmit={submit}>
        <input name="name" className="input" defaultValue={contact.name ?? ''} aria-label={t('context.name')} autoFocus maxLength={200}
          onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && setEditing(false)} />
        <button type="submit" className="button button-small button-main">
          {t('app.save')}
        </button>
      </form>
    );
  }
  return (
    <h2 className="person-name">
      {personName(t, contact)}
      <button type="button" className="icon-button" aria-label={t('context.rename')} title={t('context.rename')} onClick={() => setEditing(true)}>
        <Pencil size={14} aria-hidden />
      </button>
    </h2>
  );
}

const SURE: ReadonlySet<string> = new Set(['verified', 'signed', 'channel']);

function IdentityItem({ identity }: { readonly identity: Identity }) {
  const t = useT();
  const words = useWords();
  const proof = identity.proof ?? 'none';
  const key = known(`proof.${proof}`);
  const isSure = SURE.has(proof);
  const label = key === undefined ? proof : t(key);
  return (
    <li className="identity">
      <span className="identity-value">{identity.value}</span>
      <span className="identity-kind">
        {words('identity', identity.kind) ?? identity.kind}
        {identity.scope !== '' && ` · ${identity.scope}`}
      </span>
      <span className={`proof ${isSure ? 'proof-sure' : ''}`}>
        {isSure ? <BadgeCheck size={13} aria-hidden /> : <CircleHelp size={13} aria-hidden />}
        {label}
      </span>
    </li>
  );
}

function PastTickets({ tickets }: { readonly tickets: readonly Ticket[] }) {
  const t = useT();
  const now = useNow();
  const parameters = new URLSearchParams(useSearch());
  parameters.delete('panel');
  const search = parameters.toString();
  if (tickets.length === 0) return <p className="context-none">{t('context.noPast')}</p>;
  return (
    <ul className="past">
      {tickets.map((ticket) => (
        <li key={ticket.number}>
          <Link to={`/tickets/${ticket.number}${search === '' ? '' : `?${search}`}`} className="past-link">
            <span className="past-top">
              <ChannelIcon channel={ticket.channel} size={12} />
              <span className="past-subject">{ticket.subject ?? ticket.lastMessage?.text ?? t('ticket.noSubject')}</span>
            </span>
            <span className="past-bottom">
              #{ticket.number}
              <StatusLabel status={ticket.status} />
              <time dateTime={ticket.updatedAt}>{shortAge(ticket.updatedAt, now)}</time>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
