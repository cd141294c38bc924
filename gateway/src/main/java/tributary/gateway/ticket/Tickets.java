package tributary.gateway.ticket;

import io.vertx.core.Future;

/**
 * Where agents' commands change tickets. Each command is one transaction: rows, log entries, the outbox and the given effect
 * commit together; afterwards the events are published. Refusals are {@link TicketRefused}.
 */
public interface Tickets {

    /** @return the message as written; a reply also queues its delivery */
    Future<Message> post(TicketCommand.Post command, Effect<Message> effect);

    /** @return the ticket as it is now; unchanged values change nothing and write no event */
    Future<Ticket> update(TicketCommand.Update command, Effect<Ticket> effect);

    Future<Void> read(TicketCommand.Read command);

    /** @return the message in its new place */
    Future<Message> move(TicketCommand.Move command, Effect<Message> effect);

    Future<Message> undoMove(TicketCommand.UndoMove command, Effect<Message> effect);

    /** @return the message with its new delivery state; refused unless the state is unknown */
    Future<Message> resolveDelivery(TicketCommand.ResolveDelivery command, Effect<Message> effect);
}
