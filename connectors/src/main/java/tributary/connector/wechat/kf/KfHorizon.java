package tributary.connector.wechat.kf;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.ConnectorContext;

/**
 * When all messages were pulled last. The provider keeps them for three days: whoever comes later has lost some, and people have
 * to know. Source: WeCom, "读取消息".
 */
final class KfHorizon {

    static final String AGE = "tributary_wecom_cursor_age_seconds";
    static final String PASSED = "tributary_wecom_horizons_passed_total";
    static final Duration KEPT = Duration.ofDays(3);

    private static final Logger LOG = LoggerFactory.getLogger(KfHorizon.class);
    private static final String MISSED = "kf-missed";

    private final ConnectorContext context;
    private volatile Optional<Instant> pulled = Optional.empty();
    private volatile Optional<String> missed = Optional.empty();
    private volatile Optional<Instant> told = Optional.empty();

    KfHorizon(ConnectorContext context) {
        this.context = context;
        context.meters().counter(PASSED, "inbox", context.inbox());
        Gauge.builder(AGE, this, KfHorizon::ageSeconds)
                .tag("inbox", context.inbox())
                .register(context.meters());
    }

    /** What was missed before this node started. */
    Future<Void> load() {
        return context.state()
                .get(MISSED)
                .onSuccess(found -> missed = found.map(Buffer::toString))
                .mapEmpty();
    }

    /** A pull begins from a cursor of this time. Fails if it cannot be written down that something may be lost. */
    Future<Void> begins(Optional<Instant> from) {
        pulled = from;
        if (!isPassed() || told.equals(from)) {
            return Future.succeededFuture();
        }
        String gap = from.orElseThrow() + " - " + now().minus(KEPT);
        return context.state().put(MISSED, Buffer.buffer(gap)).onSuccess(written -> {
            told = from;
            missed = Optional.of(gap);
            context.meters().counter(PASSED, "inbox", context.inbox()).increment();
            LOG.atError()
                    .addKeyValue("inbox", context.inbox())
                    .log("messages may be lost: the cursor is older than what the provider keeps");
        });
    }

    /** Everything is pulled up to this moment. */
    void reached(Instant at) {
        pulled = Optional.of(at);
    }

    Instant now() {
        return context.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("pulled", pulled.map(Instant::toString).orElse("none"));
        missed.ifPresent(gap -> facts.put("missed", gap));
        return facts;
    }

    Future<Void> health() {
        return isPassed()
                ? Future.failedFuture("nothing was pulled since " + pulled.orElseThrow()
                        + ", and the provider keeps messages for three days")
                : Future.succeededFuture();
    }

    private boolean isPassed() {
        return pulled.filter(at -> at.isBefore(now().minus(KEPT))).isPresent();
    }

    private double ageSeconds() {
        return pulled.map(at -> (double) Duration.between(at, now()).toSeconds())
                .orElse(Double.NaN);
    }
}
