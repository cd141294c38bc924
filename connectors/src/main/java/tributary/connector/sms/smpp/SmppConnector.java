package tributary.connector.sms.smpp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.connector.ComposeLimits;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.Delivery;
import tributary.connector.sms.Consent;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.text.Segments;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundMessage;

/** One inbox: takes what its message centre delivers to the journal, and messages from the outbox to the centre. */
final class SmppConnector implements Connector {

    private static final Duration LATER = Duration.ofSeconds(2);

    private final ConnectorContext context;
    private final SmppConfig config;
    private final Consent consent;
    private final DeliveredReader reader;
    private final Submission submission;
    private final BoundLine line;
    private @Nullable Context loop;

    SmppConnector(ConnectorContext context, SmppConfig config, Consent consent) {
        this.context = context;
        this.config = config;
        this.consent = consent;
        this.reader = new DeliveredReader(context.inbox(), config);
        this.submission = new Submission(context.vertx(), config);
        this.line = new BoundLine(context, config, lease -> Receiver.begin(context, consent, reader, lease));
    }

    /** Binds as soon as it can; that the centre is away does not stop the node. */
    @Override
    public Future<Void> start() {
        Context own = context.vertx().getOrCreateContext();
        loop = own;
        own.runOnContext(on -> line.start());
        return Future.succeededFuture();
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(raw).map(DeliveredSms::read).map(reader::read);
    }

    @Override
    public Future<Delivery> send(OutboundMessage message) {
        Promise<Delivery> answer = Promise.promise();
        Context own = loop;
        if (own == null) {
            return Future.succeededFuture(new Delivery.Deferred(LATER, "not started"));
        }
        own.runOnContext(on -> sendHere(message).onComplete(answer));
        return answer.future();
    }

    /** Also while nobody is bound: what cannot leave has to show. */
    @Override
    public boolean sendsHere() {
        return !line.elsewhere();
    }

    private Future<Delivery> sendHere(OutboundMessage message) {
        PhoneNumber to = new PhoneNumber(message.party().identity().value());
        if (!message.attachments().isEmpty()) {
            return Future.succeededFuture(new Delivery.Rejected("files cannot be sent by this inbox"));
        }
        if (!to.value().matches("\\+?[0-9]+")) {
            return Future.succeededFuture(new Delivery.Rejected("the sender is a name and takes no answer"));
        }
        return consent.stoppedSince(message.party())
                .transform(asked -> asked.failed()
                        ? Future.succeededFuture(new Delivery.Deferred(LATER, "consent could not be looked up"))
                        : asked.result().isPresent()
                                ? Future.succeededFuture(new Delivery.Rejected("the recipient has said STOP at "
                                        + asked.result().get() + "; after START it can be sent again"))
                                : submit(to, message.text()));
    }

    private Future<Delivery> submit(PhoneNumber to, String text) {
        return line.session()
                .map(session -> submission.send(session, to, text))
                .orElseGet(() -> Future.succeededFuture(new Delivery.Deferred(LATER, line.trouble())));
    }

    @Override
    public Optional<ComposeLimits> limits() {
        return Optional.of(new ComposeLimits(
                "sms-segments",
                config.mostSegments(),
                text -> Segments.of(Segments.normal(text)).count(),
                0,
                List.of()));
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "message-centre",
                config.host() + ":" + config.port(),
                "number",
                config.number(),
                "session",
                line.session().isPresent() ? "bound" : line.trouble());
    }

    /** Asks whether the centre still hears us. */
    @Override
    public Future<String> test() {
        Promise<String> answer = Promise.promise();
        Context own = loop;
        if (own == null) {
            return Future.failedFuture("not started");
        }
        own.runOnContext(on -> line.session()
                .map(Session::enquire)
                .orElseGet(() -> Future.failedFuture(line.trouble()))
                .map("the message centre answers on the bound session")
                .onComplete(answer));
        return answer.future();
    }

    @Override
    public Future<Void> health() {
        return line.session().isPresent() ? Future.succeededFuture() : Future.failedFuture(line.trouble());
    }

    /** Stops submitting, waits for what is on its way, and unbinds. */
    @Override
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        Context own = loop;
        if (own == null) {
            return Future.succeededFuture();
        }
        own.runOnContext(on -> line.stop().onComplete(stopped));
        return stopped.future();
    }

    @Override
    public String toString() {
        return "sms-smpp " + context.inbox();
    }
}
