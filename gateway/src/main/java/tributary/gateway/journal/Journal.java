package tributary.gateway.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.connector.UnavailableException;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.postgres.Database;

/**
 * Makes arrivals durable, many in one commit: while one append is in flight, the next ones collect. With one append in
 * flight per node, arrivals of one party are stored in the order in which they were given.
 *
 * <p>State lives on one event loop; {@link #append} may be called from any context and answers on the caller's.
 */
public final class Journal {

    public static final String APPENDED = "tributary_journal_entries_total";
    public static final String REFUSED = "tributary_journal_refused_total";
    public static final String APPEND_SECONDS = "tributary_journal_append_seconds";
    public static final String BATCH = "tributary_journal_batch_entries";

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final JournalTable table;
    private final JournalConfig config;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final JournalBus bus;
    private final Meters meters;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private boolean inFlight;

    /** When the newest append began. */
    private long begunAt = System.nanoTime() - TimeUnit.DAYS.toNanos(1);

    /** How many arrivals at the head of the queue are appended one by one. */
    private int alone;

    public Journal(
            Vertx vertx,
            JournalTable table,
            JournalConfig config,
            Supplier<UUID> ids,
            Clock clock,
            JournalBus bus,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.table = table;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
        this.bus = bus;
        this.meters = new Meters(registry);
    }

    /** Starts refusing what waited too long. */
    public void start() {
        context.runOnContext(on -> vertx.setPeriodic(500, tick -> refuseOverdue()));
    }

    /** See {@link tributary.connector.Inbound#accept}. */
    public Future<Accepted> append(Inbox inbox, Arrival arrival) {
        Promise<Accepted> answer = Promise.promise();
        Waiting waiting = new Waiting(inbox, arrival, System.nanoTime(), vertx.getOrCreateContext(), answer);
        context.runOnContext(on -> enqueue(waiting));
        return answer.future();
    }

    /** See {@link tributary.connector.Inbound#stored}. */
    public Future<SortedMap<String, Buffer>> stored(UUID inbox, String first, String last, int most) {
        return table.hashes(inbox, first, last, most);
    }

    private void enqueue(Waiting waiting) {
        if (queue.size() >= config.queue()) {
            refuse(waiting, "the journal's queue is full");
            return;
        }
        queue.add(waiting);
        appendNext();
    }

    private void appendNext() {
        if (inFlight || queue.isEmpty()) {
            return;
        }
        inFlight = true;
        long linger = linger();
        if (linger > 0) {
            vertx.setTimer(linger, tick -> appendCollected());
        } else {
            appendCollected();
        }
    }

    /** For how many milliseconds more arrivals are collected: a commit costs about the same for one as for many. */
    private long linger() {
        if (alone > 0 || queue.size() >= config.batch()) {
            return 0;
        }
        return TimeUnit.NANOSECONDS.toMillis(config.linger().toNanos() - (System.nanoTime() - begunAt));
    }

    private void appendCollected() {
        begunAt = System.nanoTime();
        List<Waiting> batch = new ArrayList<>();
        List<JournalEntry> entries = new ArrayList<>();
        int limit = alone > 0 ? 1 : config.batch();
        alone = Math.max(0, alone - 1);
        while (batch.size() < limit && !queue.isEmpty()) {
            Waiting waiting = queue.remove();
            batch.add(waiting);
            entries.add(waiting.entry(ids.get(), clock));
        }
        meters.batch.increment(batch.size());
        store(batch, entries).onComplete(done -> {
            inFlight = false;
            appendNext();
        });
    }

    private Future<Void> store(List<Waiting> batch, List<JournalEntry> entries) {
        long begun = System.nanoTime();
        Future<Set<UUID>> append = table.append(entries);
        append.timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(added -> {
                    meters.seconds.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                    answer(batch, entries, added);
                })
                .onFailure(failure -> failed(batch, failure));
        return append.mapEmpty();
    }

    /** One arrival that cannot be stored must not refuse its neighbours: they are appended again, one by one. */
    private void failed(List<Waiting> batch, Throwable failure) {
        if (batch.size() > 1 && Database.dataError(failure)) {
            for (int i = batch.size() - 1; i >= 0; i--) {
                queue.addFirst(batch.get(i));
            }
            alone = batch.size();
            appendNext();
            return;
        }
        LOG.atWarn().setCause(failure).log("journal append failed");
        batch.forEach(waiting -> refuse(waiting, "the journal cannot be written"));
    }

    private void answer(List<Waiting> batch, List<JournalEntry> entries, Set<UUID> added) {
        List<Waiting> rivals = new ArrayList<>();
        List<JournalEntry> known = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            JournalEntry entry = entries.get(i);
            if (added.contains(entry.id())) {
                meters.recorded.increment();
                batch.get(i).complete(new Accepted.Recorded(entry.id(), entry.at()));
            } else {
                rivals.add(batch.get(i));
                known.add(entry);
            }
        }
        entries.stream()
                .filter(entry -> added.contains(entry.id()))
                .map(entry -> entry.inbox().id())
                .distinct()
                .forEach(bus::waiting);
        if (!known.isEmpty()) {
            compare(rivals, known);
        }
    }

    /** The keys were there before: the same content is a duplicate, other content is the connector's choice. */
    private void compare(List<Waiting> rivals, List<JournalEntry> entries) {
        table.first(entries)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> rivals.forEach(waiting -> refuse(waiting, "the journal cannot be read")))
                .onSuccess(found -> {
                    for (int i = 0; i < rivals.size(); i++) {
                        compare(rivals.get(i), entries.get(i), found);
                    }
                });
    }

    private void compare(Waiting waiting, JournalEntry entry, Map<JournalTable.Key, JournalTable.First> found) {
        JournalTable.First first = found.get(new JournalTable.Key(entry.inbox().id(), entry.externalId()));
        if (first == null) {
            refuse(waiting, "the journal entry was erased meanwhile, or its bringer has lost the lease");
        } else if (first.hash().equals(entry.hash())) {
            meters.duplicates.increment();
            waiting.complete(new Accepted.Duplicate(first.id(), first.at()));
        } else if (entry.keepsOtherContent()) {
            queue.addFirst(waiting.under(entry.besides().externalId()));
            appendNext();
        } else {
            meters.conflicts.increment();
            waiting.complete(new Accepted.Conflict(first.id()));
        }
    }

    private void refuseOverdue() {
        long oldest = System.nanoTime() - config.timeout().toNanos();
        while (!queue.isEmpty() && queue.peekFirst().since() - oldest < 0) {
            refuse(queue.removeFirst(), "the journal is too slow");
        }
    }

    private void refuse(Waiting waiting, String why) {
        meters.refused.increment();
        waiting.fail(new UnavailableException(why, RETRY_AFTER));
    }

    /** An arrival, and who waits for its answer. */
    private record Waiting(
            Inbox inbox, Arrival arrival, long since, Context caller, Promise<Accepted> answer, String externalId) {

        Waiting(Inbox inbox, Arrival arrival, long since, Context caller, Promise<Accepted> answer) {
            this(inbox, arrival, since, caller, answer, arrival.event().externalId());
        }

        Waiting under(String otherId) {
            return new Waiting(inbox, arrival, since, caller, answer, otherId);
        }

        JournalEntry entry(UUID id, Clock clock) {
            return new JournalEntry(id, clock.instant().truncatedTo(ChronoUnit.MILLIS), inbox, externalId, arrival);
        }

        void complete(Accepted accepted) {
            caller.runOnContext(on -> answer.tryComplete(accepted));
        }

        void fail(Throwable failure) {
            caller.runOnContext(on -> answer.tryFail(failure));
        }
    }

    private static final class Meters {
        private final Counter recorded;
        private final Counter duplicates;
        private final Counter conflicts;
        private final Counter refused;
        private final Counter batch;
        private final Timer seconds;

        Meters(MeterRegistry registry) {
            recorded = registry.counter(APPENDED, "outcome", "recorded");
            duplicates = registry.counter(APPENDED, "outcome", "duplicate");
            conflicts = registry.counter(APPENDED, "outcome", "conflict");
            refused = registry.counter(REFUSED);
            batch = registry.counter(BATCH);
            seconds = Timer.builder(APPEND_SECONDS).publishPercentileHistogram().register(registry);
        }
    }
}
