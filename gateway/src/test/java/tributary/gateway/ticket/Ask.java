package tributary.gateway.ticket;

import static org.assertj.core.api.Assertions.catchThrowable;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tributary.gateway.ticket.TicketCommand.Post;
import tributary.gateway.ticket.TicketCommand.Resolution;
import tributary.gateway.ticket.TicketCommand.Update;

/** Commands of one agent, short enough for a test's line. */
record Ask(Tickets tickets, Actor actor, Predicate<String> inboxes) {

    Ask(Tickets tickets, UUID agent) {
        this(tickets, Actor.agent(agent, "Mei"), inbox -> true);
    }

    Ask seeing(String inbox) {
        return new Ask(tickets, actor, inbox::equals);
    }

    Future<Message> reply(long number, String text) {
        return tickets.post(post(number, false, text, List.of(), Optional.empty(), false), Effect.none());
    }

    Future<Message> note(long number, String text) {
        return tickets.post(post(number, true, text, List.of(), Optional.empty(), false), Effect.none());
    }

    Future<Message> replyWith(long number, UUID... attachments) {
        return tickets.post(
                post(number, false, "see there", List.of(attachments), Optional.empty(), false), Effect.none());
    }

    Future<Message> replyHavingSeen(long number, long seq, boolean force) {
        return tickets.post(post(number, false, "as I see it", List.of(), Optional.of(seq), force), Effect.none());
    }

    Post post(long number, boolean note, String text, List<UUID> attachments, Optional<Long> lastSeen, boolean force) {
        return new Post(actor, inboxes, number, note, text, null, attachments, lastSeen, force, Optional.empty());
    }

    Future<Ticket> status(long number, Status status) {
        return update(number, Optional.of(status), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Future<Ticket> priority(long number, Priority priority) {
        return update(number, Optional.empty(), Optional.of(priority), Optional.empty(), Optional.empty());
    }

    Future<Ticket> priorityAt(long number, Priority priority, long rev) {
        return update(number, Optional.empty(), Optional.of(priority), Optional.empty(), Optional.of(rev));
    }

    Future<Ticket> assign(long number, Optional<UUID> to) {
        return update(number, Optional.empty(), Optional.empty(), Optional.of(to), Optional.empty());
    }

    Future<Ticket> describe(long number, List<String> tags, String subject) {
        return tickets.update(
                new Update(
                        actor,
                        inboxes,
                        number,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(tags),
                        Optional.of(subject),
                        Optional.empty()),
                Effect.none());
    }

    private Future<Ticket> update(
            long number,
            Optional<Status> status,
            Optional<Priority> priority,
            Optional<Optional<UUID>> assignee,
            Optional<Long> ifRev) {
        return tickets.update(
                new Update(
                        actor, inboxes, number, status, priority, assignee, Optional.empty(), Optional.empty(), ifRev),
                Effect.none());
    }

    Future<Void> read(long number, long seq) {
        return tickets.read(new TicketCommand.Read(actor, inboxes, number, seq));
    }

    Future<Message> move(UUID message, long to) {
        return tickets.move(new TicketCommand.Move(actor, inboxes, message, Optional.of(to)), Effect.none());
    }

    Future<Message> moveToNew(UUID message) {
        return tickets.move(new TicketCommand.Move(actor, inboxes, message, Optional.empty()), Effect.none());
    }

    Future<Message> undoMove(UUID message) {
        return tickets.undoMove(new TicketCommand.UndoMove(actor, inboxes, message), Effect.none());
    }

    Future<Message> resolve(UUID message, Resolution resolution) {
        return tickets.resolveDelivery(
                new TicketCommand.ResolveDelivery(actor, inboxes, message, resolution), Effect.none());
    }

    /** The refusal a command ends with. */
    static TicketRefused refused(Future<?> command) {
        return (TicketRefused) catchThrowable(() -> await(command));
    }
}
