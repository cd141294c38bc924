package tributary.gateway.ticket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.redis.SharedState;

/**
 * The newest entries of each inbox's log in the nodes' shared state, so that many agents who come back at once do not ask
 * the database. What it does not have, or not without a hole, is read from the log; so it may be lost at any time.
 *
 * <p>Holds customers' texts, for {@link #LIFE} at most after an inbox's last entry.
 */
public final class ReplayWindow {

    /** Pages that were asked for, by where they came from: {@code window} or {@code log}. */
    public static final String READS = "tributary_replay_reads_total";

    static final int KEEP = 512;
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(ReplayWindow.class);

    /** Characters of what was committed together; more is left to the log. */
    private static final int LARGEST = 32_768;

    /** What was committed together counts as one: a page is bounded by this many of them, too. */
    private static final int COMMITS = 32;

    private final SharedState shared;
    private final String epoch;
    private final TicketLog log;
    private final Counter window;
    private final Counter fallback;

    /** @param epoch positions of another database mean nothing */
    public ReplayWindow(SharedState shared, String epoch, TicketLog log, MeterRegistry meters) {
        this.shared = shared;
        this.epoch = epoch;
        this.log = log;
        this.window = meters.counter(READS, "from", "window");
        this.fallback = meters.counter(READS, "from", "log");
    }

    /** Keeps consecutive entries of one inbox, after their commit; to do so twice changes nothing. */
    public void remember(List<TicketEvent> events) {
        TicketEvent last = events.get(events.size() - 1);
        String json = CommittedJson.write(events).toString();
        if (json.length() <= LARGEST) {
            shared.append(stream(last.inbox()), last.position(), json, KEEP, LIFE)
                    .onFailure(away -> LOG.atTrace().log("not in the replay window: the log is read instead"));
        }
    }

    /** Entries of an inbox after a position, oldest first, at most {@code limit}; none only if there are none. */
    public Future<List<TicketEvent>> ofInbox(Inbox inbox, long after, int limit) {
        return shared.from(stream(inbox.name()), after + 1, COMMITS)
                .map(kept -> consecutive(kept, after, limit))
                .otherwise(List.of())
                .compose(found -> {
                    if (found.isEmpty()) {
                        fallback.increment();
                        return log.ofInbox(inbox.id(), after, limit);
                    }
                    window.increment();
                    return Future.succeededFuture(found);
                });
    }

    private static List<TicketEvent> consecutive(List<String> kept, long after, int limit) {
        List<TicketEvent> found = new ArrayList<>();
        long next = after + 1;
        for (String commit : kept) {
            Optional<List<TicketEvent>> events = CommittedJson.read(Buffer.buffer(commit));
            if (events.isEmpty() || events.get().get(0).position() > next) {
                return found;
            }
            for (TicketEvent event : events.get()) {
                if (event.position() == next && found.size() < limit) {
                    found.add(event);
                    next++;
                }
            }
        }
        return found;
    }

    private String stream(String inbox) {
        return "replay:" + epoch + ':' + inbox;
    }
}
