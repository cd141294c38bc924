package tributary.gateway.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.EventJson;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** Where entries wait that could not be processed: visible, recoverable, counted, never dropped. */
public final class HoldingPen {

    public static final String PARKED = "tributary_quarantine_parked_total";

    private final Database database;
    private final QuarantineTable table;
    private final BiFunction<String, Buffer, Future<List<ConversationEvent>>> read;
    private final JournalBus bus;
    private final Supplier<UUID> ids;
    private final MeterRegistry meters;

    /**
     * @param read reads the raw payload of an inbox again, by the inbox's name
     */
    public HoldingPen(
            Database database,
            BiFunction<String, Buffer, Future<List<ConversationEvent>>> read,
            JournalBus bus,
            Supplier<UUID> ids,
            MeterRegistry meters) {
        this.database = database;
        this.table = new QuarantineTable(database);
        this.read = read;
        this.bus = bus;
        this.ids = ids;
        this.meters = meters;
    }

    /** Moves an entry from the queue into the pen. */
    public Future<Void> park(PendingEntry entry, String problem) {
        meters.counter(PARKED).increment();
        return database.transaction(transaction -> table.park(transaction, ids.get(), entry, problem));
    }

    /**
     * Newest first.
     *
     * @param before list only what is older than this entry
     */
    public Future<List<Quarantined>> list(List<String> inboxes, @Nullable UUID before, int limit) {
        return table.list(inboxes, before, limit);
    }

    /** Reads the raw payload again with today's parser, then queues it. False if there is no such entry to see. */
    public Future<Boolean> reprocess(UUID id, Predicate<String> inboxes, UUID agent) {
        return find(id, inboxes)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : reread(found.get())
                                .compose(event -> take(
                                        found,
                                        agent,
                                        "quarantine.reprocess",
                                        (transaction, parked) -> table.reread(transaction, parked.journalId(), event)
                                                .compose(done -> table.queue(transaction, parked)))));
    }

    private Future<ConversationEvent> reread(QuarantineTable.Parked parked) {
        return read.apply(parked.inbox(), parked.raw())
                .compose(events -> events.size() == 1
                        ? Future.succeededFuture(events.get(0))
                        : Future.failedFuture(
                                new IllegalStateException("payload: expected one event, found " + events.size())));
    }

    /** Queues the entry as it was read, without the doubt that held it. False if there is no such entry to see. */
    public Future<Boolean> accept(UUID id, Predicate<String> inboxes, UUID agent) {
        return take(id, inboxes, agent, "quarantine.accept", (transaction, parked) -> {
            Future<Void> cleared = EventJson.read(parked.event()) instanceof MessageReceived message
                    ? table.reread(transaction, parked.journalId(), message.accepted())
                    : Future.succeededFuture();
            return cleared.compose(done -> table.queue(transaction, parked));
        });
    }

    /** Gives the entry up; the journal keeps it. False if there is no such entry to see. */
    public Future<Boolean> discard(UUID id, Predicate<String> inboxes, UUID agent) {
        return take(id, inboxes, agent, "quarantine.discard", (transaction, parked) -> Future.succeededFuture());
    }

    private Future<Boolean> take(
            UUID id,
            Predicate<String> inboxes,
            UUID agent,
            String action,
            BiFunction<Transaction, QuarantineTable.Parked, Future<Void>> then) {
        return find(id, inboxes).compose(found -> take(found, agent, action, then));
    }

    private Future<Optional<QuarantineTable.Parked>> find(UUID id, Predicate<String> inboxes) {
        return table.find(id).map(found -> found.filter(parked -> inboxes.test(parked.inbox())));
    }

    private Future<Boolean> take(
            Optional<QuarantineTable.Parked> found,
            UUID agent,
            String action,
            BiFunction<Transaction, QuarantineTable.Parked, Future<Void>> then) {
        if (found.isEmpty()) {
            return Future.succeededFuture(false);
        }
        QuarantineTable.Parked parked = found.get();
        return database.transaction(transaction -> table.remove(transaction, parked.id())
                        .compose(removed -> removed
                                ? then.apply(transaction, parked)
                                        .compose(
                                                done -> table.audit(transaction, ids.get(), agent, action, parked.id()))
                                        .map(true)
                                : Future.succeededFuture(false)))
                .onSuccess(taken -> {
                    if (taken) {
                        bus.waiting(parked.inboxId());
                    }
                });
    }
}
