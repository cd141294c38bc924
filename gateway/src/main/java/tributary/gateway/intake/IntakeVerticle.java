package tributary.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.conversation.Trust;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.journal.HoldingPen;
import tributary.gateway.journal.JournalBus;
import tributary.gateway.journal.JournalTable;
import tributary.gateway.journal.PendingEntry;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.ticket.TicketBus;

/**
 * Runs the lanes of this node: one batch in flight for each inbox, the next one as soon as something waits. A batch whose
 * data are to blame is done again entry by entry, and the offender is parked, so that it does not block its lane.
 */
public final class IntakeVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeVerticle.class);
    private static final long DRAIN_MS = 3_000;
    private static final long BUSY_MS = 20;
    private static final long FIRST_RETRY_MS = 100;
    private static final long LAST_RETRY_MS = 5_000;

    private final InboxDirectory inboxes;
    private final HoldingPen pen;
    private final JournalBus arrivals;
    private final JournalTable journal;
    private final Database database;
    private final MessagePartTable parts = new MessagePartTable();
    private final Intake intake;
    private final SenderChecks senders;
    private final IntakeConfig config;
    private final Map<UUID, Lane> lanes = new HashMap<>();
    private boolean draining;

    /** @param vouch asks how far the author of a raw payload is who they say, by the inbox's name */
    public IntakeVerticle(
            Database database,
            InboxDirectory inboxes,
            BiFunction<String, Buffer, Future<Trust>> vouch,
            HoldingPen pen,
            JournalBus arrivals,
            TicketBus bus,
            IntakeConfig config,
            Supplier<UUID> ids,
            Clock clock,
            MeterRegistry meters) {
        this.inboxes = inboxes;
        this.pen = pen;
        this.arrivals = arrivals;
        this.journal = new JournalTable(database);
        this.database = database;
        this.intake = new Intake(database, bus, ids, clock, meters);
        this.senders = new SenderChecks(journal, vouch, meters);
        this.config = config;
    }

    @Override
    public Future<?> start() {
        arrivals.subscribe(this::run);
        vertx.setPeriodic(1, config.sweep().toMillis(), tick -> sweep());
        return Future.succeededFuture();
    }

    /** Finishes what waits, for a few seconds; the rest waits in the database for the next start. */
    @Override
    public Future<?> stop() {
        return idle().timeout(DRAIN_MS, TimeUnit.MILLISECONDS).otherwiseEmpty().onComplete(done -> draining = true);
    }

    private Future<Void> idle() {
        List<Future<Void>> running = lanes.values().stream()
                .filter(lane -> !lane.running.isComplete() || lane.again)
                .map(lane -> lane.running)
                .toList();
        return running.isEmpty()
                ? Future.succeededFuture()
                : Future.join(running).transform(done -> idle());
    }

    private void sweep() {
        parts.releaseOverdue(database, config.partsWait())
                .recover(failure -> Future.succeededFuture())
                .compose(done -> journal.waiting())
                .onSuccess(waiting -> waiting.stream().filter(inboxes::knows).forEach(this::run))
                .onFailure(failure -> LOG.atDebug().setCause(failure).log("cannot look for waiting journal entries"));
    }

    private void run(UUID inbox) {
        Lane lane = lanes.computeIfAbsent(inbox, id -> new Lane(inboxes.withId(id)));
        if (draining) {
            return;
        }
        if (!lane.running.isComplete()) {
            lane.again = true;
            return;
        }
        lane.again = false;
        int limit = lane.single > 0 ? 1 : config.batch();
        List<PendingEntry> taken = new ArrayList<>();
        lane.running = intake.apply(lane.inbox, limit, taken)
                .compose(outcome -> done(lane, outcome), failure -> failed(lane, limit, taken, failure));
        lane.running.onComplete(ended -> {
            if (lane.again) {
                run(inbox);
            }
        });
    }

    private Future<Void> done(Lane lane, Outcome outcome) {
        lane.retryMs = FIRST_RETRY_MS;
        lane.single = Math.max(0, lane.single - outcome.entries());
        if (outcome.busy()) {
            later(lane, BUSY_MS);
        } else {
            lane.again |= outcome.more();
        }
        return outcome.waiting().isEmpty() ? Future.succeededFuture() : ask(lane, outcome.waiting());
    }

    /** Whoever comes after an entry that waits for name servers waits with it: order counts more than a second. */
    private Future<Void> ask(Lane lane, List<PendingEntry> waiting) {
        return senders.ask(lane.inbox, waiting)
                .andThen(asked -> lane.again |= asked.succeeded())
                .recover(failure -> {
                    LOG.atWarn()
                            .addKeyValue("inbox", lane.inbox.name())
                            .setCause(failure)
                            .log("cannot store what was found out about senders; intake will try again");
                    lane.again = false;
                    later(lane, lane.retryMs);
                    return Future.succeededFuture();
                });
    }

    private Future<Void> failed(Lane lane, int limit, List<PendingEntry> taken, Throwable failure) {
        if (!unprocessable(failure)) {
            LOG.atWarn()
                    .addKeyValue("inbox", lane.inbox.name())
                    .setCause(failure)
                    .log("intake will try again");
            later(lane, lane.retryMs);
            lane.retryMs = Math.min(LAST_RETRY_MS, lane.retryMs * 2);
            return Future.succeededFuture();
        }
        if (limit > 1) {
            lane.single = taken.size();
            lane.again = true;
            return Future.succeededFuture();
        }
        lane.single = Math.max(0, lane.single - 1);
        return park(lane, taken.get(0), failure);
    }

    private Future<Void> park(Lane lane, PendingEntry entry, Throwable failure) {
        LOG.atError()
                .addKeyValue("inbox", lane.inbox.name())
                .addKeyValue("journalId", entry.journalId())
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("entry cannot be processed and waits in the holding pen");
        return pen.park(entry, problem(failure))
                .andThen(parked -> {
                    if (parked.succeeded()) {
                        lane.again = true;
                    } else {
                        later(lane, lane.retryMs);
                    }
                })
                .otherwiseEmpty();
    }

    private static String problem(Throwable failure) {
        return failure instanceof DoubtfulException doubtful
                ? String.valueOf(doubtful.getMessage())
                : Database.problem(failure);
    }

    private void later(Lane lane, long delayMs) {
        vertx.setTimer(delayMs, tick -> run(lane.inbox.id()));
    }

    /** The fault lies in the entry or in our rules for it, so that trying the same again is useless. */
    private static boolean unprocessable(Throwable failure) {
        boolean ours = failure instanceof RuntimeException
                && !(failure instanceof VertxException)
                && !Database.fromServer(failure);
        return ours || Database.dataError(failure);
    }

    /** One inbox on this node. */
    private static final class Lane {
        private final Inbox inbox;
        private Future<Void> running = Future.succeededFuture();
        private boolean again;
        private int single;
        private long retryMs = FIRST_RETRY_MS;

        Lane(Inbox inbox) {
            this.inbox = inbox;
        }
    }
}
