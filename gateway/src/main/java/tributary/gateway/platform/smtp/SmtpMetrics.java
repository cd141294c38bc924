package tributary.gateway.platform.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import tributary.gateway.platform.smtp.wire.Protocol;
import tributary.gateway.platform.smtp.wire.Reply;

/** What one listener counts. */
final class SmtpMetrics {

    /** Connections made, and those open now. */
    static final String CONNECTIONS_TOTAL = "tributary_smtp_connections_total";

    static final String OPEN = "tributary_smtp_open_connections";

    /** Mails by outcome: accepted, refused (5xx), deferred (4xx), cut (the connection ended before the dot). */
    static final String MAILS_TOTAL = "tributary_smtp_mails_total";

    /** Replies that say no, by code. */
    static final String REFUSALS_TOTAL = "tributary_smtp_refusals_total";

    /** Bytes of mails, also of those refused. */
    static final String RECEIVED_BYTES = "tributary_smtp_received_bytes_total";

    /** Lines above 64 KiB, which were split. */
    static final String LONG_LINES_TOTAL = "tributary_smtp_long_lines_total";

    /** From the dot to the answer. */
    static final String DELIVER_SECONDS = "tributary_smtp_deliver_seconds";

    private final MeterRegistry meters;
    private final String protocol;
    private final Timer deliver;

    SmtpMetrics(MeterRegistry meters, Protocol protocol) {
        this.meters = meters;
        this.protocol = protocol.name().toLowerCase(Locale.ROOT);
        this.deliver = meters.timer(DELIVER_SECONDS, "protocol", this.protocol);
    }

    void connected() {
        meters.counter(CONNECTIONS_TOTAL, "protocol", protocol).increment();
    }

    void replied(Reply reply) {
        if (reply.refuses()) {
            meters.counter(REFUSALS_TOTAL, "protocol", protocol, "code", Integer.toString(reply.code()))
                    .increment();
        }
    }

    void received(IncomingMail mail) {
        meters.counter(RECEIVED_BYTES, "protocol", protocol).increment((double) mail.bytes());
        meters.counter(LONG_LINES_TOTAL, "protocol", protocol).increment(mail.longLines());
    }

    /** @param reply what was answered to the dot */
    void mail(Reply reply) {
        mail(reply.refuses() ? reply.isTransient() ? "deferred" : "refused" : "accepted");
    }

    void cut() {
        mail("cut");
    }

    Timer.Sample handOver() {
        return Timer.start(meters);
    }

    void handedOver(Timer.Sample since) {
        since.stop(deliver);
    }

    private void mail(String outcome) {
        meters.counter(MAILS_TOTAL, "protocol", protocol, "outcome", outcome).increment();
    }
}
