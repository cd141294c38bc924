import { useMemo, useState } from 'react';
import { isAddress } from '../../model/addresses.ts';
import type { Recipients } from '../../model/mail.ts';
import { answeredOf, isForged, ownMailboxes, RECIPIENT_FIELDS, replyAllRecipients, replyRecipients, sameRecipients } from '../../model/mail.ts';
import type { Message, Ticket } from '../../model/ticket.ts';
import { useAppState, useDesk } from '../useDesk.ts';

const NO_MESSAGES: readonly Message[] = [];

/** Whom a reply by mail goes to: what the agent chose, else the sender of the newest mail. */
export function useRecipients(ticket: Ticket) {
  const { drafts } = useDesk();
  const messages = useAppState((state) => state.threads.get(ticket.number)?.messages ?? NO_MESSAGES);
  const facts = useAppState((state) => state.inboxes.find((inbox) => inbox.name === ticket.inbox)?.facts);
  const [chosen, setChosen] = useState<Recipients | undefined>(() => drafts.of(ticket.number, 'reply').recipients);
  const answered = useMemo(() => answeredOf(messages), [messages]);
  const usual = useMemo(() => (answered === undefined ? undefined : replyRecipients(answered)), [answered]);
  const everybody = useMemo(() => (answered === undefined ? undefined : replyAllRecipients(answered, ownMailboxes(messages, facts))), [answered, messages, facts]);
  const isMail = ticket.channel === 'email';
  const shown = isMail ? (chosen ?? usual) : undefined;
  const all = shown === undefined ? [] : RECIPIENT_FIELDS.flatMap((field) => shown[field]);
  const invalid = all.filter((address) => !isAddress(address.address)).length;
  return {
    isMail,
    isForged: isMail && answered !== undefined && isForged(answered),
    chosen,
    shown,
    everybody: everybody !== undefined && shown !== undefined && !sameRecipients(everybody, shown) && usual !== undefined && !sameRecipients(everybody, usual) ? everybody : undefined,
    invalid,
    isEmpty: shown !== undefined && shown.to.length === 0,
    isBad: isMail && shown !== undefined && (invalid > 0 || shown.to.length === 0),
    choose: setChosen,
    /** Holds on to the people for whom the first word was written: a mail that comes in meanwhile must not replace them. */
    pin: () => setChosen((now) => now ?? (isMail ? usual : undefined)),
    /** The words are gone again: only people that somebody chose are kept. */
    unpin: () => setChosen((now) => (now !== undefined && usual !== undefined && sameRecipients(now, usual) ? undefined : now)),
  };
}

export type RecipientsState = ReturnType<typeof useRecipients>;
