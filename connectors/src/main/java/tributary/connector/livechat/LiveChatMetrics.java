package tributary.connector.livechat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What live chat counts, by inbox. */
final class LiveChatMetrics {
    static final String CONNECTIONS = "tributary_visitor_connections";
    static final String WAITING = "tributary_visitor_arrivals_waiting";
    static final String RESUMES = "tributary_visitor_resumes_total";
    static final String MESSAGES = "tributary_visitor_messages_total";
    static final String ACCEPT = "tributary_visitor_accept_seconds";
    static final String PUSHED = "tributary_visitor_pushed_total";
    static final String HOLES = "tributary_visitor_holes_total";
    static final String CLOSES = "tributary_visitor_closes_total";
    static final String SLOW_CLOSES = "tributary_visitor_slow_closes_total";
    static final String REFUSALS = "tributary_visitor_refusals_total";
    static final String UPLOADS = "tributary_visitor_uploads_total";

    private final MeterRegistry meters;
    private final String inbox;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Timer accept;
    private final Counter pushed;
    /** By outcome: a counter is looked up by its tags, which costs more than to count. */
    private final Map<String, Counter> messages = new ConcurrentHashMap<>();

    LiveChatMetrics(MeterRegistry meters, String inbox) {
        this.meters = meters;
        this.inbox = inbox;
        this.accept = Timer.builder(ACCEPT).tag("inbox", inbox).register(meters);
        this.pushed = meters.counter(PUSHED, "inbox", inbox);
        Gauge.builder(CONNECTIONS, connections, AtomicInteger::get)
                .tag("inbox", inbox)
                .register(meters);
        Gauge.builder(WAITING, waiting, AtomicInteger::get).tag("inbox", inbox).register(meters);
    }

    /** Visitors who have come and wait for their turn. */
    AtomicInteger waiting() {
        return waiting;
    }

    void opened() {
        connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    /** @param outcome {@code new}, {@code recovered}, {@code snapshot} or {@code failed} */
    void resumed(String outcome) {
        meters.counter(RESUMES, "inbox", inbox, "outcome", outcome).increment();
    }

    /** @param outcome {@code accepted}, {@code duplicate}, {@code conflict} or {@code failed} */
    void message(String outcome, Duration took) {
        accept.record(took);
        messages.computeIfAbsent(outcome, o -> meters.counter(MESSAGES, "inbox", inbox, "outcome", o))
                .increment();
    }

    void pushed(int events) {
        pushed.increment(events);
    }

    void hole() {
        meters.counter(HOLES, "inbox", inbox).increment();
    }

    /** The server closed a socket. */
    void closing(int code) {
        meters.counter(CLOSES, "inbox", inbox, "code", Integer.toString(code)).increment();
    }

    void slowClose() {
        meters.counter(SLOW_CLOSES, "inbox", inbox).increment();
    }

    /** A request or a handshake was refused; {@code code} is one of ours, never the client's. */
    void refused(String code) {
        meters.counter(REFUSALS, "inbox", inbox, "code", code).increment();
    }

    /** @param outcome {@code stored} or {@code refused} */
    void upload(String outcome) {
        meters.counter(UPLOADS, "inbox", inbox, "outcome", outcome).increment();
    }
}
