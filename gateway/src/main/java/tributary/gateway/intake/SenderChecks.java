package tributary.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.conversation.Trust;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.journal.JournalTable;
import tributary.gateway.journal.PendingEntry;

/**
 * Asks how far the authors of waiting entries are who they say, and stores the answers. Outside any transaction, because
 * others are asked. What was stored first counts for good.
 */
final class SenderChecks {

    static final String SECONDS = "tributary_intake_vouch_seconds";
    static final String FAILED = "tributary_intake_vouch_failed_total";

    private static final Logger LOG = LoggerFactory.getLogger(SenderChecks.class);

    /** Connectors keep a shorter time themselves; this is against one that never answers. */
    private static final long MOST_SECONDS = 60;

    private final JournalTable journal;
    private final BiFunction<String, Buffer, Future<Trust>> vouch;
    private final Timer seconds;
    private final Counter failed;

    SenderChecks(JournalTable journal, BiFunction<String, Buffer, Future<Trust>> vouch, MeterRegistry meters) {
        this.journal = journal;
        this.vouch = vouch;
        this.seconds = Timer.builder(SECONDS).publishPercentileHistogram().register(meters);
        this.failed = meters.counter(FAILED);
    }

    /** Asks about all of them at once; fails only if the database does. */
    Future<Void> ask(Inbox inbox, List<PendingEntry> entries) {
        long begun = System.nanoTime();
        List<UUID> ids = entries.stream().map(PendingEntry::journalId).toList();
        return journal.raw(ids)
                .compose(payloads -> ask(inbox, ids, payloads))
                .compose(journal::trust)
                .onSuccess(stored -> seconds.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS));
    }

    private Future<Map<UUID, Trust>> ask(Inbox inbox, List<UUID> ids, Map<UUID, Buffer> payloads) {
        Map<UUID, Trust> found = new HashMap<>();
        List<Future<Trust>> asked = new ArrayList<>();
        ids.forEach(id -> asked.add(ask(inbox, payloads.get(id)).andThen(trust -> found.put(id, trust.result()))));
        return Future.all(asked).map(found);
    }

    private Future<Trust> ask(Inbox inbox, @Nullable Buffer payload) {
        return payload == null
                ? Future.succeededFuture(Trust.UNKNOWN)
                : Future.succeededFuture(payload)
                        .compose(raw -> vouch.apply(inbox.name(), raw))
                        .timeout(MOST_SECONDS, TimeUnit.SECONDS)
                        .otherwise(failure -> nobodyKnows(inbox, failure));
    }

    private Trust nobodyKnows(Inbox inbox, Throwable failure) {
        failed.increment();
        LOG.atWarn()
                .addKeyValue("inbox", inbox.name())
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("a sender could not be checked and counts as unknown");
        return Trust.UNKNOWN;
    }
}
