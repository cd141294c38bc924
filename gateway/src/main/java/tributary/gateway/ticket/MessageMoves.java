package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tributary.gateway.platform.postgres.Transaction;
import tributary.gateway.ticket.TicketCommands.Result;
import tributary.gateway.ticket.TicketCommands.Work;

/** Moving a message to another ticket, or to a new one, and taking that back. */
final class MessageMoves {

    private static final int SUBJECT = 80;

    private final CommandTable table;
    private final Supplier<UUID> ids;

    MessageMoves(CommandTable table, Supplier<UUID> ids) {
        this.table = table;
        this.ids = ids;
    }

    Future<Result<Message>> move(Transaction transaction, Work work, TicketCommand.Move command) {
        return table.message(transaction, command.message())
                .compose(message -> target(transaction, work, command, message)
                        .compose(to -> moveTo(transaction, work, message, to, command.actor())));
    }

    Future<Result<Message>> undo(
            Transaction transaction, Work work, TicketCommand.UndoMove command, CommandTable.Move move) {
        TicketDraft back = work.batch().ticket(move.from()).orElseThrow();
        if (back == work.ticket()) {
            return TicketCommands.refuse("conflict", "the message is back already");
        }
        table.undone(transaction, move);
        return table.message(transaction, command.message())
                .compose(message -> place(transaction, work, message, back, command.actor()));
    }

    private Future<TicketDraft> target(
            Transaction transaction, Work work, TicketCommand.Move command, Message message) {
        if (command.to().isPresent()) {
            Optional<TicketDraft> to = work.batch().numbered(command.to().get());
            return to.isEmpty() || to.get() == work.ticket() || !sameInbox(to.get(), work)
                    ? TicketCommands.refuse("bad-request", "ticket: expected another ticket of the same inbox")
                    : Future.succeededFuture(to.get());
        }
        TicketDraft from = work.ticket();
        if (work.inbox().oneOpen()) {
            return table.openBeside(transaction, from.party().id(), ids.get())
                    .compose(open -> open.isEmpty()
                            ? Future.succeededFuture(create(work, message, command.actor()))
                            : TicketCommands.refuse(
                                    "open-ticket-exists",
                                    "ticket " + open.get() + " of this customer is open",
                                    new JsonObject().put("number", open.get())));
        }
        return Future.succeededFuture(create(work, message, command.actor()));
    }

    private static boolean sameInbox(TicketDraft ticket, Work work) {
        return ticket.inbox().equals(work.inbox().name());
    }

    private static TicketDraft create(Work work, Message message, Actor actor) {
        TicketDraft from = work.ticket();
        TicketDraft to = work.batch().open(from.party(), from.contactName, subject(message), actor);
        work.batch().link(from, to, "related");
        return to;
    }

    private Future<Result<Message>> moveTo(
            Transaction transaction, Work work, Message message, TicketDraft to, Actor actor) {
        table.rememberMove(transaction, ids.get(), message.id(), work.ticket().id(), to.id(), actor.id());
        return place(transaction, work, message, to, actor);
    }

    private Future<Result<Message>> place(
            Transaction transaction, Work work, Message message, TicketDraft to, Actor actor) {
        TicketDraft from = work.ticket();
        return table.newestBut(transaction, from.id(), message.id()).map(left -> {
            work.batch().move(message.id(), from, to, actor);
            from.lastMessage = left.map(Ticket.LastMessage::of).orElse(null);
            to.lastMessage = Ticket.LastMessage.of(message);
            return new Result<>(work, () -> message.in(to.id(), to.number(), to.seq));
        });
    }

    private static String subject(Message message) {
        String line = message.text().strip().lines().findFirst().orElse("");
        return line.length() <= SUBJECT ? line : line.substring(0, line.offsetByCodePoints(0, SUBJECT / 2));
    }
}
