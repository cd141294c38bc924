import { t } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/en.ts';
import type { Api, TicketPatch } from '../link/api.ts';
import { Problem } from '../link/http.ts';
import type { Ticket } from '../model/ticket.ts';
import { withWritten } from '../store/book.ts';
import type { Store } from '../store/state.ts';
import type { Surroundings } from './desk.ts';
import type { Notices } from './notices.ts';

const MOST_TRIES = 3;
type Field = 'status' | 'priority' | 'assignee' | 'tags' | 'subject';

/** Changes a ticket against the revision that is on screen. Others' changes of other fields are no conflict. */
export class Changing {
  readonly #store: Store;
  readonly #api: Api;
  readonly #notices: Notices;

  constructor(around: Surroundings, notices: Notices) {
    this.#store = around.store;
    this.#api = around.api;
    this.#notices = notices;
  }

  /** True when the change is made. */
  async change(seen: Ticket, patch: TicketPatch): Promise<boolean> {
    let rev = this.#store.getState().book.entries.get(seen.number)?.ticket.rev ?? seen.rev;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      try {
        this.#written(await this.#api.patchTicket(seen.number, rev, patch));
        return true;
      } catch (problem) {
        const current = currentOf(problem);
        if (current === undefined) {
          this.#notices.problem(problem);
          return false;
        }
        this.#written(current);
        const field = conflictOf(seen, current, patch);
        if (field !== undefined) {
          this.#tellConflict(field, current, patch);
          return false;
        }
        rev = current.rev;
      }
    }
    this.#notices.problem('precondition-failed');
    return false;
  }

  #written(ticket: Ticket): void {
    this.#store.setState((state) => ({ book: withWritten(state.book, ticket) }));
  }

  #tellConflict(field: Field, current: Ticket, patch: TicketPatch): void {
    const label = field === 'subject' ? t('happening.subject', { actor: '' }).trim() : t(`ticket.${field}` as MessageKey);
    this.#notices.say('problem', t('ticket.conflict', { field: label, value: this.#valueOf(field, current) }), {
      label: t('ticket.applyAnyway'),
      run: () => void this.change(current, patch),
    });
  }

  #valueOf(field: Field, ticket: Ticket): string {
    switch (field) {
      case 'status':
        return t(`status.${ticket.status}`);
      case 'priority':
        return t(`priority.${ticket.priority}`);
      case 'assignee': {
        const name = this.#store.getState().agents.find((agent) => agent.id === ticket.assignee)?.name;
        return ticket.assignee === null ? t('ticket.unassigned') : (name ?? t('ticket.formerAgent'));
      }
      case 'tags':
        return ticket.tags.length === 0 ? t('app.none') : ticket.tags.join(', ');
      case 'subject':
        return ticket.subject ?? t('ticket.noSubject');
    }
  }
}

function currentOf(problem: unknown): Ticket | undefined {
  if (!(problem instanceof Problem) || problem.status !== 412) return undefined;
  const current = problem.members['current'];
  return typeof current === 'object' && current !== null ? (current as Ticket) : undefined;
}

/** The first field that this change touches and that somebody else has changed since. Exported for its test. */
export function conflictOf(seen: Ticket, current: Ticket, patch: TicketPatch): Field | undefined {
  const fields = Object.keys(patch) as Field[];
  return fields.find((field) => JSON.stringify(current[field]) !== JSON.stringify(seen[field])
    && JSON.stringify(current[field]) !== JSON.stringify(patch[field]));
}
