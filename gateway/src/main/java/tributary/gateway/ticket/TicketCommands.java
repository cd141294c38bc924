package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tributary.connector.ComposeLimits;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.Recipient;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** Agents' commands as transactions on locked rows. */
public final class TicketCommands implements Tickets {

    private final Database database;
    private final InboxDirectory inboxes;
    private final TicketBus bus;
    private final TicketLocks locks;
    private final CommandTable table = new CommandTable();
    private final MessageMoves moves;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final Function<String, Optional<ComposeLimits>> limits;

    /** @param limits what one message of an inbox may be, by the inbox's name */
    public TicketCommands(
            Database database,
            InboxDirectory inboxes,
            TicketBus bus,
            Supplier<UUID> ids,
            Clock clock,
            Function<String, Optional<ComposeLimits>> limits) {
        this.limits = limits;
        this.database = database;
        this.inboxes = inboxes;
        this.bus = bus;
        this.locks = new TicketLocks(ids);
        this.moves = new MessageMoves(table, ids);
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Future<Message> post(TicketCommand.Post command, Effect<Message> effect) {
        return run(
                effect,
                transaction -> locked(transaction, command, command.number())
                        .compose(work -> post(transaction, work, command)));
    }

    @Override
    public Future<Ticket> update(TicketCommand.Update command, Effect<Ticket> effect) {
        return run(
                effect,
                transaction -> locked(transaction, command, command.number())
                        .compose(work -> update(transaction, work, command)));
    }

    @Override
    public Future<Void> read(TicketCommand.Read command) {
        return run(
                Effect.none(),
                transaction -> locked(transaction, command, command.number())
                        .compose(work -> read(transaction, work, command)));
    }

    @Override
    public Future<Message> move(TicketCommand.Move command, Effect<Message> effect) {
        return run(
                effect,
                transaction -> moveTarget(transaction, command)
                        .compose(target -> lockedOf(transaction, command, command.message(), target))
                        .compose(work -> moves.move(transaction, work, command)));
    }

    @Override
    public Future<Message> undoMove(TicketCommand.UndoMove command, Effect<Message> effect) {
        return run(
                effect,
                transaction -> table.newestMove(transaction, command.message())
                        .compose(move -> move.isEmpty()
                                ? lockedOf(transaction, command, command.message(), Set.of())
                                        .compose(work -> refuse("conflict", "the message was not moved"))
                                : lockedOf(
                                                transaction,
                                                command,
                                                command.message(),
                                                Set.of(move.get().from()))
                                        .compose(work -> moves.undo(transaction, work, command, move.get()))));
    }

    @Override
    public Future<Message> resolveDelivery(TicketCommand.ResolveDelivery command, Effect<Message> effect) {
        return run(
                effect,
                transaction -> lockedOf(transaction, command, command.message(), Set.of())
                        .compose(work -> resolve(transaction, work, command)));
    }

    private Future<Result<Message>> post(Transaction transaction, Work work, TicketCommand.Post command) {
        TicketDraft ticket = work.ticket();
        return guardContext(transaction, ticket, command)
                .compose(fresh -> table.attachments(
                        transaction,
                        command.attachments(),
                        "agent:" + command.actor().id()))
                .compose(attachments -> letter(transaction, work, command)
                        .compose(letter -> suppressed(transaction, letter)
                                .compose(reason -> post(work, command, attachments, letter, reason))));
    }

    /** Why this letter must not leave, because of one of those it is for. */
    private static Future<Optional<String>> suppressed(Transaction transaction, @Nullable JsonObject letter) {
        List<String> addresses = LetterJson.addresses(letter);
        return addresses.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : SuppressionTable.first(transaction, addresses);
    }

    private Future<Result<Message>> post(
            Work work,
            TicketCommand.Post command,
            List<Attachment> attachments,
            @Nullable JsonObject letter,
            Optional<String> suppressed) {
        TicketDraft ticket = work.ticket();
        if (attachments.size() != command.attachments().size()) {
            return refuse("bad-request", "attachments: expected stored, unused files of this agent");
        }
        if (ticket.status() == Status.CLOSED && !command.note()) {
            return refuse("conflict", "the ticket is closed");
        }
        UUID id = ids.get();
        Optional<TicketRefused> refused =
                command.note() ? Optional.empty() : unsendable(work, id, command, attachments);
        if (refused.isPresent()) {
            return Future.failedFuture(refused.get());
        }
        Instant now = work.batch().now();
        NewMessage message = new NewMessage(
                id,
                command.note() ? Message.NOTE : Message.OUTBOUND,
                Author.agent(command.actor().name()),
                command.actor().id(),
                command.text(),
                command.html(),
                null,
                null,
                attachments,
                null,
                null,
                null,
                letter,
                null,
                List.of(),
                new JsonObject(),
                now,
                now);
        Message written = work.batch().post(ticket, message, command.actor());
        suppressed.ifPresent(
                reason -> work.batch().delivery(ticket, written.id(), "failed", reason, null, Actor.SYSTEM));
        if (!command.note() && ticket.status() == Status.NEW) {
            work.batch().status(ticket, Status.OPEN, command.actor(), "reply");
        }
        return Future.succeededFuture(new Result<>(work, () -> failed(work, written, suppressed)));
    }

    /** A reply that must not leave stands in the thread, failed, with the reason. */
    private static Message failed(Work work, Message written, Optional<String> reason) {
        return reason.map(why -> written.with(
                        new Message.DeliveryState("failed", why, work.batch().now())))
                .orElse(written);
    }

    /** What the provider would refuse is refused before it is written; else the reply is taken out of the customer's window. */
    private Optional<TicketRefused> unsendable(
            Work work, UUID message, TicketCommand.Post command, List<Attachment> files) {
        Optional<ComposeLimits> limit = limits.apply(work.inbox().name());
        Optional<TicketRefused> refused = limit.flatMap(most -> unsendable(most, command.text(), files));
        if (refused.isPresent()) {
            return refused;
        }
        PartyDraft party = work.ticket().party();
        int pieces = files.size() + (command.text().isBlank() ? 0 : 1);
        return work.batch().take(party, message, Math.max(1, pieces))
                ? Optional.empty()
                : Optional.of(new TicketRefused(
                        "window-closed",
                        "this customer cannot be answered now",
                        new JsonObject().put("window", ReplyWindows.shown(party.reply))));
    }

    private static Optional<TicketRefused> unsendable(ComposeLimits most, String text, List<Attachment> files) {
        int measured = most.measure().applyAsInt(text);
        if (measured > most.most()) {
            return Optional.of(new TicketRefused(
                    "too-long", "text: expected at most " + most.most() + " " + most.unit() + ", found " + measured));
        }
        if (files.size() > most.files()) {
            return Optional.of(new TicketRefused(
                    "file-not-allowed", "attachments: expected at most " + most.files() + ", found " + files.size()));
        }
        return files.stream()
                .filter(file -> !most.admits(file.type()))
                .findFirst()
                .map(file -> new TicketRefused(
                        "file-not-allowed",
                        "attachments: expected one of " + String.join(", ", most.fileTypes()) + ", found "
                                + file.type()));
    }

    /** On a channel of letters: to whom the agent says, or to whom the customer wants answers. */
    private Future<@Nullable JsonObject> letter(Transaction transaction, Work work, TicketCommand.Post command) {
        Optional<TicketCommand.Addressing> addressing = command.addressing();
        if (command.note() || !work.inbox().letters()) {
            return addressing.isEmpty()
                    ? Future.succeededFuture()
                    : refuse("bad-request", "to: expected no recipients, because this is no letter");
        }
        String subject = work.ticket().subject;
        if (addressing.isPresent()) {
            TicketCommand.Addressing given = addressing.get();
            return Future.succeededFuture(LetterJson.outbound(subject, given.to(), given.cc(), given.bcc()));
        }
        return table.answerTo(transaction, work.ticket().id())
                .map(people -> people.isEmpty() ? List.of(customer(work.ticket())) : people)
                .map(people -> LetterJson.outbound(subject, people, List.of(), List.of()));
    }

    private static Recipient customer(TicketDraft ticket) {
        return new Recipient(ticket.contactName, ticket.party().key().identity().value());
    }

    private Future<Void> guardContext(Transaction transaction, TicketDraft ticket, TicketCommand.Post command) {
        if (command.force() || command.lastSeen().isEmpty()) {
            return Future.succeededFuture();
        }
        return table.newestOfOthers(transaction, ticket.id(), command.actor().id())
                .compose(newest -> newest <= command.lastSeen().get()
                        ? Future.succeededFuture()
                        : refuse(
                                "stale-context",
                                "somebody wrote since seq " + command.lastSeen().get(),
                                new JsonObject().put("seq", newest)));
    }

    private Future<Result<Ticket>> update(Transaction transaction, Work work, TicketCommand.Update command) {
        TicketDraft ticket = work.ticket();
        if (command.ifRev().filter(rev -> rev != ticket.rev).isPresent()) {
            return refuse(
                    "precondition-failed",
                    "expected rev " + command.ifRev().get() + ", found " + ticket.rev,
                    new JsonObject().put("rev", ticket.rev));
        }
        return guardOneOpen(transaction, work, command)
                .compose(allowed -> assigneeName(transaction, ticket, command))
                .compose(name -> {
                    TicketBatch batch = work.batch();
                    batch.describe(ticket, command.priority(), command.tags(), command.subject(), command.actor());
                    command.assignee()
                            .ifPresent(to -> batch.assign(ticket, to.orElse(null), name.orElse(null), command.actor()));
                    command.status().ifPresent(to -> batch.status(ticket, to, command.actor(), null));
                    return Future.succeededFuture(new Result<>(work, ticket::ticket));
                });
    }

    private Future<Void> guardOneOpen(Transaction transaction, Work work, TicketCommand.Update command) {
        boolean reopens = command.status().filter(Status::isOpen).isPresent()
                && !work.ticket().status().isOpen();
        if (!reopens || !work.inbox().oneOpen()) {
            return Future.succeededFuture();
        }
        return table.openBeside(
                        transaction, work.ticket().party().id(), work.ticket().id())
                .compose(other -> other.isEmpty()
                        ? Future.succeededFuture()
                        : refuse(
                                "open-ticket-exists",
                                "ticket " + other.get() + " of this customer is open",
                                new JsonObject().put("number", other.get())));
    }

    private Future<Optional<String>> assigneeName(
            Transaction transaction, TicketDraft ticket, TicketCommand.Update command) {
        Optional<UUID> to = command.assignee().flatMap(assignee -> assignee);
        if (to.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return table.assignable(transaction, to.get(), ticket.id())
                .compose(name -> name.isEmpty()
                        ? refuse("bad-request", "assignee: expected the id of an active agent who may see the ticket")
                        : Future.succeededFuture(name));
    }

    private Future<Result<Void>> read(Transaction transaction, Work work, TicketCommand.Read command) {
        TicketDraft ticket = work.ticket();
        return table.newestInbound(transaction, ticket.id(), command.seq()).compose(seen -> {
            if (seen.isEmpty()) {
                return Future.succeededFuture(new Result<Void>(work, () -> null));
            }
            return table.readBefore(transaction, ticket.party().readByAgent, seen.get())
                    .map(before -> {
                        if (!before) {
                            work.batch().readByAgent(ticket, seen.get(), command.actor());
                        }
                        return new Result<Void>(work, () -> null);
                    });
        });
    }

    private Future<Result<Message>> resolve(Transaction transaction, Work work, TicketCommand.ResolveDelivery command) {
        return table.deliveryState(transaction, command.message()).compose(state -> {
            if (!state.equals(Optional.of("unknown"))) {
                return refuse("conflict", "delivery: expected unknown, found " + state.orElse("none"));
            }
            String to = resolved(command.resolution());
            String reason = command.resolution() == TicketCommand.Resolution.DISCARD ? "discarded" : null;
            work.batch().delivery(work.ticket(), command.message(), to, reason, null, command.actor());
            Message.DeliveryState delivery =
                    new Message.DeliveryState(to, reason, work.batch().now());
            return table.message(transaction, command.message())
                    .map(message -> new Result<>(work, () -> message.with(delivery)));
        });
    }

    private static String resolved(TicketCommand.Resolution resolution) {
        return switch (resolution) {
            case RESEND -> "queued";
            case SENT -> "sent";
            case DISCARD -> "failed";
        };
    }

    private Future<Set<UUID>> moveTarget(Transaction transaction, TicketCommand.Move command) {
        return command.to().isEmpty()
                ? Future.succeededFuture(Set.of())
                : table.ticket(transaction, command.to().get())
                        .compose(place -> visible(command, place).isEmpty()
                                ? refuse("not-found", "no such ticket")
                                : Future.succeededFuture(Set.of(place.get().ticket())));
    }

    private Future<Work> locked(Transaction transaction, TicketCommand command, long number) {
        return table.ticket(transaction, number).compose(place -> lock(transaction, command, place, Set.of()));
    }

    private Future<Work> lockedOf(Transaction transaction, TicketCommand command, UUID message, Set<UUID> besides) {
        return table.ticketOf(transaction, message)
                .compose(place -> lock(transaction, command, place, besides)
                        .compose(work -> table.ticketOf(transaction, message)
                                .compose(now -> now.equals(place)
                                        ? Future.succeededFuture(work)
                                        : refuse("conflict", "the message was moved meanwhile"))));
    }

    private Future<Work> lock(
            Transaction transaction, TicketCommand command, Optional<CommandTable.Place> place, Set<UUID> besides) {
        Optional<Inbox> inbox = visible(command, place);
        if (place.isEmpty() || inbox.isEmpty()) {
            return refuse("not-found", "no such ticket");
        }
        Set<UUID> wanted = new HashSet<>(besides);
        wanted.add(place.get().ticket());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return locks.lock(transaction, inbox.get(), List.of(), wanted, now)
                .map(batch -> new Work(
                        inbox.get(), batch, batch.ticket(place.get().ticket()).orElseThrow()));
    }

    /** The inbox of a place, if there is such a place for this command's actor. */
    private Optional<Inbox> visible(TicketCommand command, Optional<CommandTable.Place> place) {
        return place.map(CommandTable.Place::inbox)
                .map(inboxes::withId)
                .filter(known -> command.inboxes().test(known.name()));
    }

    private <T> Future<T> run(Effect<T> effect, Function<Transaction, Future<Result<T>>> command) {
        return database.transaction(transaction -> effect.before(transaction)
                        .compose(ready -> command.apply(transaction))
                        .compose(result -> write(transaction, result, effect)))
                .map(done -> {
                    bus.publish(done.result().work().batch().events());
                    return done.answer();
                });
    }

    private static <T> Future<Done<T>> write(Transaction transaction, Result<T> result, Effect<T> effect) {
        return result.work().batch().write(transaction).map(written -> {
            T answer = result.answer().get();
            effect.after(transaction, answer);
            return new Done<>(result, answer);
        });
    }

    static <T> Future<T> refuse(String code, String message) {
        return Future.failedFuture(new TicketRefused(code, message));
    }

    static <T> Future<T> refuse(String code, String message, JsonObject members) {
        return Future.failedFuture(new TicketRefused(code, message, members));
    }

    /** A locked ticket and the batch its changes go to. */
    record Work(Inbox inbox, TicketBatch batch, TicketDraft ticket) {}

    /** @param answer built once numbers are given */
    record Result<T>(Work work, Supplier<T> answer) {}

    private record Done<T>(Result<T> result, T answer) {}
}
