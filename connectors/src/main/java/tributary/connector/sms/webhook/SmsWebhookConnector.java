package tributary.connector.sms.webhook;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.connector.ComposeLimits;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.Delivery;
import tributary.connector.Hook;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MediaDownloads;
import tributary.connector.UnreadableException;
import tributary.connector.sms.Consent;
import tributary.connector.sms.text.ConsentWords.Meaning;
import tributary.connector.sms.text.Segments;
import tributary.connector.sms.webhook.wire.Provider;
import tributary.connector.sms.webhook.wire.ProviderHttp;
import tributary.connector.sms.webhook.wire.Received;
import tributary.conversation.Attachment;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.OutboundMessage;

/** One inbox: takes what its provider posts to the journal, and messages from the outbox to the provider. */
final class SmsWebhookConnector implements Connector, Hook {

    static final String REFUSED = "tributary_sms_hooks_refused_total";
    static final String BACK_FILLED = "tributary_sms_back_filled_total";

    private static final Logger LOG = LoggerFactory.getLogger(SmsWebhookConnector.class);
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]+");
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_MISSED_AT_ONCE = 200;

    private final ConnectorContext context;
    private final Provider provider;
    private final Consent consent;
    private final SmsWebhookConfig config;
    private final MediaDownloads files;
    private final ProviderHttp http;
    private final ComposeLimits limits;
    private final AtomicLong forged = new AtomicLong();
    private long timer = -1;

    SmsWebhookConnector(
            ConnectorContext context, Provider provider, Consent consent, SmsWebhookConfig config, ProviderHttp http) {
        this.context = context;
        this.provider = provider;
        this.consent = consent;
        this.config = config;
        this.files = new MediaDownloads(context, provider::fetch);
        this.http = http;
        this.limits = new ComposeLimits(
                "sms-segments",
                config.mostSegments(),
                text -> Segments.of(Segments.normal(text)).count(),
                provider.mostFiles(),
                provider.fileTypes());
    }

    /** What came while this node was down is asked for once it runs, and then again and again. */
    @Override
    public Future<Void> start() {
        context.hooks().open(context.inbox(), MOST_BYTES, this);
        files.start();
        if (provider.hasList() && !config.backFill().isZero()) {
            timer = context.vertx().setPeriodic(1, config.backFill().toMillis(), tick -> fill());
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<HookAnswer> answer(HookCall call) {
        List<Received> told;
        try {
            if (!provider.genuine(call)) {
                forged.incrementAndGet();
                return refuse("signature", HookAnswer.FORBIDDEN);
            }
            told = provider.receive(call);
            if (!told.stream().allMatch(provider::ours)) {
                return refuse("account", HookAnswer.FORBIDDEN);
            }
            told.forEach(provider::read);
        } catch (UnreadableException | IllegalArgumentException e) {
            return refuse("malformed", HookAnswer.MALFORMED);
        }
        return accept(told).map(done -> provider.thanks());
    }

    private Future<HookAnswer> refuse(String why, HookAnswer answer) {
        context.meters()
                .counter(REFUSED, "inbox", context.inbox(), "reason", why)
                .increment();
        return Future.succeededFuture(answer);
    }

    /** Consent first, then the journal, in order: whatever fails, the provider repeats all of it. */
    private Future<Void> accept(List<Received> told) {
        Future<Void> heard = Future.succeededFuture();
        for (Received one : told) {
            for (ConversationEvent event : provider.read(one)) {
                heard = heard.compose(before -> heard(one, event));
            }
        }
        return heard.compose(done -> journal(told));
    }

    private Future<Void> journal(List<Received> told) {
        List<Future<Accepted>> accepted = new ArrayList<>();
        for (Received one : told) {
            for (ConversationEvent event : provider.read(one)) {
                Arrival arrival = new Arrival(event, one.raw(), provider.hash(one), Arrival.OnOtherContent.KEEP);
                accepted.add(context.inbound().accept(arrival).onSuccess(stored -> bring(event, stored)));
            }
        }
        return Future.all(accepted).mapEmpty();
    }

    private void bring(ConversationEvent event, Accepted stored) {
        if (stored instanceof Accepted.Recorded) {
            files.bring(event);
        }
    }

    private Future<Void> heard(Received received, ConversationEvent event) {
        Meaning meaning = provider.meaning(received);
        if (meaning != Meaning.NONE) {
            return consent.heard(event.party(), meaning, event.at());
        }
        return event instanceof MessageReceived message
                ? consent.heard(message.party(), message.text(), message.at())
                : Future.succeededFuture();
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(raw)
                .map(bytes ->
                        MediaDownloads.read(bytes).map(List::of).orElseGet(() -> provider.read(Received.read(bytes))));
    }

    /** One node asks; what is known already is not brought again. */
    private void fill() {
        context.leases()
                .hold(
                        "back-fill",
                        lease -> provider.missed().compose(this::bringUnknown).map(true))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("inbox", context.inbox())
                        .addKeyValue("error", failure.getClass().getSimpleName())
                        .log("cannot ask the provider for what came in"));
    }

    private Future<Void> bringUnknown(List<Received> listed) {
        List<Received> first = listed.stream().limit(MOST_MISSED_AT_ONCE).toList();
        return bring(first)
                .compose(done -> listed.size() > MOST_MISSED_AT_ONCE
                        ? bringUnknown(listed.subList(MOST_MISSED_AT_ONCE, listed.size()))
                        : Future.succeededFuture());
    }

    private Future<Void> bring(List<Received> listed) {
        List<String> ids = listed.stream().map(this::externalId).toList();
        return context.conversations().known(context.inbox(), ids).compose(known -> bring(listed, known));
    }

    private Future<Void> bring(List<Received> listed, Set<String> known) {
        Future<Void> brought = Future.succeededFuture();
        for (Received one : listed) {
            if (!known.contains(externalId(one))) {
                context.meters().counter(BACK_FILLED, "inbox", context.inbox()).increment();
                brought = brought.compose(before -> accept(List.of(one)));
            }
        }
        return brought.timeout(config.backFill().toMillis() * 10, TimeUnit.MILLISECONDS);
    }

    private String externalId(Received received) {
        return provider.read(received).get(0).externalId();
    }

    /** Nobody gets a message who has said that they want no more. */
    @Override
    public Future<Delivery> send(OutboundMessage message) {
        return consent.stoppedSince(message.party())
                .transform(asked -> asked.failed()
                        ? Future.succeededFuture(
                                new Delivery.Deferred(Duration.ofSeconds(5), "consent could not be looked up"))
                        : asked.result().isPresent()
                                ? Future.succeededFuture(new Delivery.Rejected("the recipient has said STOP at "
                                        + asked.result().get() + "; after START it can be sent again"))
                                : sendTo(message));
    }

    private Future<Delivery> sendTo(OutboundMessage message) {
        List<Attachment> attached = message.attachments();
        if (attached.size() > provider.mostFiles() || !attached.stream().allMatch(file -> limits.admits(file.type()))) {
            return Future.succeededFuture(new Delivery.Rejected("files of this kind cannot be sent by this inbox"));
        }
        return NUMBER.matcher(message.party().identity().value()).matches()
                ? provider.send(message)
                : Future.succeededFuture(new Delivery.Rejected("the sender is a name and takes no answer"));
    }

    @Override
    public Optional<ComposeLimits> limits() {
        return Optional.of(limits);
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "provider",
                config.provider().name().toLowerCase(Locale.ROOT),
                "number",
                config.number(),
                "signature-failures",
                Long.toString(forged.get()));
    }

    @Override
    public Future<String> test() {
        return provider.test();
    }

    @Override
    public Future<Void> health() {
        return Future.succeededFuture();
    }

    /** The node answers the requests it has; what is being sent gets its answer. */
    @Override
    public Future<Void> stop() {
        if (timer >= 0) {
            context.vertx().cancelTimer(timer);
        }
        files.stop();
        return http.close();
    }

    @Override
    public String toString() {
        return "sms-webhook " + context.inbox();
    }
}
