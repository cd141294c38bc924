package tributary.connector.wechat;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tributary.connector.Arrival;
import tributary.connector.Arrival.OnOtherContent;
import tributary.connector.ComposeLimits;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.Delivery;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MediaDownloads;
import tributary.connector.UnavailableException;
import tributary.connector.UnreadableException;
import tributary.connector.wechat.call.PieceSender;
import tributary.connector.wechat.call.ProviderApi;
import tributary.connector.wechat.push.PushDocument;
import tributary.connector.wechat.push.PushReader;
import tributary.connector.wechat.seal.CallbackSeal;
import tributary.connector.wechat.seal.SealBrokenException;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundMessage;

/** One Official Account: pushes to the journal, replies to the customer-service API. */
final class WeChatConnector implements Connector {

    static final String PUSHES = "tributary_wechat_pushes_total";

    private static final int MOST_BODY = 256 * 1024;
    private static final HookAnswer SUCCESS = HookAnswer.text("success");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ConnectorContext context;
    private final WeChatConfig config;
    private final Optional<CallbackSeal> seal;
    private final PushReader reader;
    private final ProviderApi api;
    private final PieceSender sender;
    private final MediaDownloads media;
    private final AtomicLong broken = new AtomicLong();
    private volatile Optional<Instant> lastPush = Optional.empty();

    WeChatConnector(ConnectorContext context, WeChatConfig config, ProviderApi api) {
        this.context = context;
        this.config = config;
        this.seal = config.encodingAesKey().map(key -> new CallbackSeal(config.token(), key, config.appId()));
        this.reader = new PushReader(context.inbox(), config.appId(), config.windows());
        this.api = api;
        this.sender = new PieceSender(api, context.attachments(), new WeChatSender());
        this.media = new MediaDownloads(context, file -> api.download(file.source(), file.name(), file.type()));
    }

    @Override
    public Future<Void> start() {
        context.hooks().open(context.inbox(), MOST_BODY, this::answer);
        media.start();
        return Future.succeededFuture();
    }

    private Future<HookAnswer> answer(HookCall call) {
        if (!call.place().isEmpty()) {
            return Future.succeededFuture(HookAnswer.NOT_FOUND);
        }
        try {
            return call.method().equals("GET") ? Future.succeededFuture(verify(call)) : take(call);
        } catch (SealBrokenException e) {
            broken.incrementAndGet();
            return refused("forged", HookAnswer.FORBIDDEN);
        } catch (UnreadableException e) {
            return refused("unreadable", HookAnswer.MALFORMED);
        }
    }

    /** The plain signature, whatever the mode. */
    private HookAnswer verify(HookCall call) {
        if (!signed(call)) {
            throw new SealBrokenException();
        }
        counter("verified").increment();
        return HookAnswer.text(parameter(call, "echostr"));
    }

    private Future<HookAnswer> take(HookCall call) {
        Buffer clear = opened(call);
        if (!fresh(parameter(call, "timestamp"))) {
            return refused("stale", HookAnswer.FORBIDDEN);
        }
        PushDocument push = PushDocument.read(clear);
        if (config.originalId()
                .filter(own -> !own.equals(push.field("ToUserName")))
                .isPresent()) {
            throw new SealBrokenException();
        }
        ConversationEvent event = reader.event(push);
        return context.inbound()
                .accept(new Arrival(event, clear, push.hash(), OnOtherContent.KEEP))
                .timeout(config.commitDeadline().toMillis(), TimeUnit.MILLISECONDS)
                .map(accepted -> {
                    lastPush = Optional.of(context.clock().instant().truncatedTo(ChronoUnit.SECONDS));
                    counter("accepted").increment();
                    media.bring(event);
                    return SUCCESS;
                })
                .recover(failure -> {
                    counter("unavailable").increment();
                    return Future.failedFuture(
                            failure instanceof TimeoutException
                                    ? new UnavailableException("the journal is too slow", RETRY_AFTER)
                                    : failure);
                });
    }

    /** In compatible mode the clear fields are nobody's word: only what was encrypted counts. */
    private Buffer opened(HookCall call) {
        if (config.plain()) {
            if (!signed(call)) {
                throw new SealBrokenException();
            }
            return call.body();
        }
        PushDocument envelope = PushDocument.read(call.body());
        byte[] clear = seal.orElseThrow()
                .open(
                        parameter(call, "msg_signature"),
                        parameter(call, "timestamp"),
                        parameter(call, "nonce"),
                        envelope.field("Encrypt"));
        if (call.query().contains("signature") && !signed(call)) {
            throw new SealBrokenException();
        }
        return Buffer.buffer(clear);
    }

    private boolean signed(HookCall call) {
        return CallbackSeal.signed(
                config.token(), parameter(call, "signature"), parameter(call, "timestamp"), parameter(call, "nonce"));
    }

    private boolean fresh(String timestamp) {
        if (!timestamp.matches("[0-9]{1,11}")) {
            return false;
        }
        Duration age = Duration.between(
                Instant.ofEpochSecond(Long.parseLong(timestamp)),
                context.clock().instant());
        return age.abs().compareTo(config.tolerance()) <= 0;
    }

    private Future<HookAnswer> refused(String why, HookAnswer answer) {
        counter(why).increment();
        return Future.succeededFuture(answer);
    }

    private Counter counter(String outcome) {
        return context.meters().counter(PUSHES, "inbox", context.inbox(), "outcome", outcome);
    }

    private static String parameter(HookCall call, String name) {
        String value = call.query().get(name);
        return value == null ? "" : value;
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(raw)
                .map(bytes ->
                        List.of(MediaDownloads.read(bytes).orElseGet(() -> reader.event(PushDocument.read(bytes)))));
    }

    @Override
    public Future<Delivery> send(OutboundMessage message) {
        return sender.send(message);
    }

    @Override
    public Optional<ComposeLimits> limits() {
        return Optional.of(WeChatSender.LIMITS);
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "token", api.token().state(),
                "signature-failures", Long.toString(broken.get()),
                "last-push", lastPush.map(Instant::toString).orElse("none since the start"),
                "mode", config.mode());
    }

    @Override
    public Future<String> test() {
        return api.token()
                .get()
                .compose(token -> api.call("/cgi-bin/getcallbackip", ProviderApi.object()))
                .map("the provider gave an access token and took it");
    }

    /** An account that the provider does not know is down; nobody is asked for that. */
    @Override
    public Future<Void> health() {
        return api.token().lost() ? Future.failedFuture(api.token().state()) : Future.succeededFuture();
    }

    /** The node takes no new pushes by then. */
    @Override
    public Future<Void> stop() {
        media.stop();
        return api.close();
    }

    @Override
    public String toString() {
        return "wechat " + context.inbox();
    }
}
