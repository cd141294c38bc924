package tributary.connector.wechat.kf;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tributary.connector.ComposeLimits;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.Delivery;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MediaDownloads;
import tributary.connector.UnreadableException;
import tributary.connector.wechat.call.PieceSender;
import tributary.connector.wechat.call.ProviderApi;
import tributary.connector.wechat.push.PushDocument;
import tributary.connector.wechat.seal.CallbackSeal;
import tributary.connector.wechat.seal.SealBrokenException;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundMessage;

/**
 * One customer-service account. A callback carries no message: it is answered at once and starts a pull; if it is lost, the next
 * one or the poll finds the same messages, for three days.
 */
final class KfConnector implements Connector {

    static final String CALLBACKS = "tributary_wecom_callbacks_total";

    private static final int MOST_BODY = 64 * 1024;

    private final ConnectorContext context;
    private final KfConfig config;
    private final CallbackSeal seal;
    private final KfReader reader;
    private final ProviderApi api;
    private final PieceSender sender;
    private final MediaDownloads media;
    private final KfPull pull;
    private final AtomicLong broken = new AtomicLong();
    private volatile Optional<Instant> lastPush = Optional.empty();

    KfConnector(ConnectorContext context, KfConfig config, ProviderApi api) {
        this.context = context;
        this.config = config;
        this.seal = new CallbackSeal(config.token(), config.encodingAesKey(), config.corpId());
        this.reader = new KfReader(config);
        this.api = api;
        this.sender = new PieceSender(api, context.attachments(), new KfSender(config.openKfId()));
        this.media = new MediaDownloads(context, file -> api.download(file.source(), file.name(), file.type()));
        this.pull = new KfPull(context, config, api, reader, media::bring);
    }

    @Override
    public Future<Void> start() {
        context.hooks().open(context.inbox(), MOST_BODY, this::answer);
        media.start();
        pull.start();
        return Future.succeededFuture();
    }

    private Future<HookAnswer> answer(HookCall call) {
        if (!call.place().isEmpty()) {
            return Future.succeededFuture(HookAnswer.NOT_FOUND);
        }
        try {
            return Future.succeededFuture(call.method().equals("GET") ? verify(call) : take(call));
        } catch (SealBrokenException e) {
            broken.incrementAndGet();
            count("forged");
            return Future.succeededFuture(HookAnswer.FORBIDDEN);
        } catch (UnreadableException e) {
            count("unreadable");
            return Future.succeededFuture(HookAnswer.MALFORMED);
        }
    }

    /** Base64 knows no space: one in the address was a plus. */
    private HookAnswer verify(HookCall call) {
        byte[] echo = open(call, parameter(call, "echostr").replace(' ', '+'));
        count("verified");
        return HookAnswer.text(new String(echo, StandardCharsets.UTF_8));
    }

    private HookAnswer take(HookCall call) {
        PushDocument envelope = PushDocument.read(call.body());
        PushDocument callback = PushDocument.read(Buffer.buffer(open(call, envelope.field("Encrypt"))));
        count("accepted");
        if (callback.field("Event").equals("kf_msg_or_event")
                && callback.field("OpenKfId").equals(config.openKfId())) {
            lastPush = Optional.of(context.clock().instant().truncatedTo(ChronoUnit.SECONDS));
            pull.hint(Optional.of(callback.field("Token")).filter(given -> !given.isEmpty()));
        }
        return HookAnswer.text("success");
    }

    private byte[] open(HookCall call, String encrypted) {
        return seal.open(
                parameter(call, "msg_signature"), parameter(call, "timestamp"), parameter(call, "nonce"), encrypted);
    }

    private void count(String outcome) {
        context.meters()
                .counter(CALLBACKS, "inbox", context.inbox(), "outcome", outcome)
                .increment();
    }

    private static String parameter(HookCall call, String name) {
        String value = call.query().get(name);
        return value == null ? "" : value;
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(raw)
                .map(bytes -> MediaDownloads.read(bytes)
                        .or(() -> reader.event(KfReader.parse(bytes)))
                        .map(List::of)
                        .orElse(List.of()));
    }

    @Override
    public Future<Delivery> send(OutboundMessage message) {
        return sender.send(message);
    }

    @Override
    public Optional<ComposeLimits> limits() {
        return Optional.of(KfSender.LIMITS);
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "token", api.token().state(),
                "signature-failures", Long.toString(broken.get()),
                "last-push", lastPush.map(Instant::toString).orElse("none since the start"));
    }

    @Override
    public Future<String> test() {
        return api.token()
                .get()
                .compose(token -> api.call("/cgi-bin/kf/account/list", ProviderApi.object()))
                .map("the provider gave an access token and took it");
    }

    @Override
    public Future<Void> health() {
        return api.token().lost() ? Future.failedFuture(api.token().state()) : Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        pull.stop();
        media.stop();
        return api.close();
    }

    @Override
    public String toString() {
        return "wecom-kf " + context.inbox();
    }
}
