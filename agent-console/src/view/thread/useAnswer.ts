import { ownMailboxes, replyAllRecipients, replyRecipients } from '../../model/mail.ts';
import type { Recipients } from '../../model/mail.ts';
import type { Message } from '../../model/ticket.ts';
import { useDesk, useWiring } from '../useDesk.ts';

/** Starts an answer to this very mail: its people go into the composer. */
export function useAnswer(message: Message): { readonly reply: () => void; readonly replyAll: () => void } {
  const desk = useDesk();
  const { commands, store } = useWiring();
  const start = (recipients: Recipients): void => {
    desk.address(message.ticket, recipients);
    // The menu takes the focus back as it closes: the composer must get it after that.
    setTimeout(() => commands.run('reply'));
  };
  return {
    reply: () => start(replyRecipients(message)),
    replyAll: () => {
      const { threads, book, inboxes } = store.getState();
      const inbox = book.entries.get(message.ticket)?.ticket.inbox;
      const own = ownMailboxes(threads.get(message.ticket)?.messages ?? [], inboxes.find(({ name }) => name === inbox)?.facts);
      start(replyAllRecipients(message, own));
    },
  };
}
