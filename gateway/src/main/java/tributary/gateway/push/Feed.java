package tributary.gateway.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.ticket.TicketBus;
import tributary.gateway.ticket.TicketEvent;
import tributary.gateway.ticket.TicketLog;

/**
 * Follows the ticket log of every inbox, each entry once and in order. Hints from the bus are taken where they fit; a hole
 * is given a moment for reordering and then read from the log; a sweep finds hints that never came.
 *
 * <p>Runs on the context that starts it.
 */
final class Feed {

    static final String HOLES = "tributary_push_holes_total";

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long REORDER_MS = 20;
    private static final long SWEEP_MS = 5_000;

    /** Between looks at the heads while the bus does not reach every node. */
    private static final long SWEEP_CUT_OFF_MS = 250;

    private static final int PAGE = 500;
    private static final int AHEAD = 2_000;

    private final Vertx vertx;
    private final TicketLog log;
    private final TicketBus bus;
    private final InboxDirectory inboxes;
    private final Consumer<List<TicketEvent>> readers;
    private final Counter holes;
    private final Map<String, Stream> streams = new ConcurrentHashMap<>();

    /** @param readers given consecutive entries of one inbox */
    Feed(
            Vertx vertx,
            TicketLog log,
            TicketBus bus,
            InboxDirectory inboxes,
            Consumer<List<TicketEvent>> readers,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.log = log;
        this.bus = bus;
        this.inboxes = inboxes;
        this.readers = readers;
        this.holes = meters.counter(HOLES);
    }

    /** Begins at the present heads. */
    Future<Void> start() {
        bus.subscribe(this::offer);
        return log.heads().map(now -> {
            now.forEach((name, head) ->
                    streams.put(name, new Stream(inboxes.named(name).orElseThrow(), head + 1)));
            vertx.setPeriodic(SWEEP_MS, tick -> sweep());
            vertx.setPeriodic(SWEEP_CUT_OFF_MS, tick -> {
                if (!bus.carries()) {
                    sweep();
                }
            });
            return null;
        });
    }

    /** The last position that was passed on, -1 if the inbox is not followed; from any thread. */
    long passed(String inbox) {
        Stream stream = streams.get(inbox);
        return stream == null ? -1 : stream.next - 1;
    }

    private void offer(List<TicketEvent> events) {
        Stream stream = streams.get(events.get(0).inbox());
        if (stream != null) {
            events.forEach(stream::add);
            pass(stream);
        }
    }

    private void pass(Stream stream) {
        List<TicketEvent> ready = stream.takeReady();
        if (!ready.isEmpty()) {
            readers.accept(ready);
        }
        if (!stream.ahead.isEmpty() && !stream.waiting) {
            stream.waiting = true;
            vertx.setTimer(REORDER_MS, tick -> {
                stream.waiting = false;
                if (!stream.ahead.isEmpty()) {
                    holes.increment();
                    read(stream);
                }
            });
        }
    }

    private void sweep() {
        log.heads()
                .onSuccess(now -> now.forEach((name, head) -> {
                    Stream stream = streams.get(name);
                    if (stream != null && head >= stream.next) {
                        read(stream);
                    }
                }))
                .onFailure(failure -> LOG.atDebug().setCause(failure).log("cannot look at the heads of the log"));
    }

    private void read(Stream stream) {
        if (stream.reading) {
            return;
        }
        stream.reading = true;
        log.ofInbox(stream.inbox.id(), stream.next - 1, PAGE)
                .onComplete(page -> stream.reading = false)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("inbox", stream.inbox.name())
                        .setCause(failure)
                        .log("cannot read the ticket log; the next sweep tries again"))
                .onSuccess(page -> {
                    page.forEach(stream::add);
                    pass(stream);
                    if (page.size() == PAGE) {
                        read(stream);
                    }
                });
    }

    /** One inbox: what comes next, and what came too early. */
    private static final class Stream {
        private final Inbox inbox;
        private final TreeMap<Long, TicketEvent> ahead = new TreeMap<>();
        private volatile long next;
        private boolean waiting;
        private boolean reading;

        Stream(Inbox inbox, long next) {
            this.inbox = inbox;
            this.next = next;
        }

        /** Keeps a bounded number of entries; what is thrown away is read from the log later. */
        void add(TicketEvent event) {
            if (event.position() >= next) {
                ahead.put(event.position(), event);
                if (ahead.size() > AHEAD) {
                    ahead.pollLastEntry();
                }
            }
        }

        List<TicketEvent> takeReady() {
            List<TicketEvent> ready = new ArrayList<>();
            TicketEvent event = ahead.remove(next);
            while (event != null) {
                ready.add(event);
                next = event.position() + 1;
                event = ahead.remove(next);
            }
            return ready;
        }
    }
}
