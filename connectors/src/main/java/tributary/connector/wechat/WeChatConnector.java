package tributary.connector.wechat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Arrival;
import tributary.connector.Arrival.OnOtherContent;
import tributary.connector.ComposeLimits;
import tributary.connector.ConnectorContext;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MediaDownloads;
import tributary.connector.UnavailableException;
import tributary.connector.wechat.account.AccountConnector;
import tributary.connector.wechat.account.CallbackRules;
import tributary.connector.wechat.call.ProviderApi;
import tributary.connector.wechat.push.PushDocument;
import tributary.connector.wechat.push.PushReader;
import tributary.connector.wechat.seal.CallbackSeal;
import tributary.connector.wechat.seal.SealBrokenException;
import tributary.conversation.ConversationEvent;

/** One Official Account: pushes to the journal, replies to the customer-service API. */
final class WeChatConnector extends AccountConnector {

    static final String PUSHES = "tributary_wechat_pushes_total";

    private static final Logger LOG = LoggerFactory.getLogger(WeChatConnector.class);
    private static final int MOST_BODY = 256 * 1024;
    private static final HookAnswer SUCCESS = HookAnswer.text("success");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final WeChatConfig config;
    private final Optional<CallbackSeal> seal;
    private final PushReader reader;

    WeChatConnector(ConnectorContext context, WeChatConfig config, ProviderApi api) {
        super(
                context,
                api,
                new WeChatSender(),
                new CallbackRules(PUSHES, MOST_BODY, config.token(), config.tolerance()));
        this.config = config;
        this.seal = config.encodingAesKey().map(key -> new CallbackSeal(config.token(), key, config.appId()));
        this.reader = new PushReader(context.inbox(), config.appId(), config.windows());
    }

    @Override
    public Future<Void> start() {
        if (config.plain()) {
            LOG.atWarn()
                    .addKeyValue("inbox", context().inbox())
                    .log("mode is plain: nobody signs what the platform pushes; choose the safe mode");
        }
        return super.start();
    }

    /** The plain signature, whatever the mode. */
    @Override
    protected HookAnswer verify(HookCall call) {
        checkSigned(call);
        return HookAnswer.text(parameter(call, "echostr"));
    }

    @Override
    protected Future<HookAnswer> take(HookCall call) {
        Buffer clear = opened(call);
        if (!fresh(call)) {
            return refused("stale");
        }
        PushDocument push = PushDocument.read(clear);
        if (config.originalId()
                .filter(own -> !own.equals(push.field("ToUserName")))
                .isPresent()) {
            throw new SealBrokenException();
        }
        ConversationEvent event = reader.event(push);
        return context()
                .inbound()
                .accept(new Arrival(event, clear, push.hash("CreateTime"), OnOtherContent.KEEP))
                .timeout(config.commitDeadline().toMillis(), TimeUnit.MILLISECONDS)
                .map(stored -> {
                    accepted();
                    media().bring(event);
                    return SUCCESS;
                })
                .recover(failure -> {
                    count("unavailable");
                    return Future.failedFuture(
                            failure instanceof TimeoutException
                                    ? new UnavailableException("the journal is too slow", RETRY_AFTER)
                                    : failure);
                });
    }

    /** In compatible mode the clear fields are nobody's word: only what was encrypted counts. */
    private Buffer opened(HookCall call) {
        if (config.plain()) {
            checkSigned(call);
            return call.body();
        }
        PushDocument envelope = PushDocument.read(call.body());
        byte[] clear = seal.orElseThrow()
                .open(
                        parameter(call, "msg_signature"),
                        parameter(call, "timestamp"),
                        parameter(call, "nonce"),
                        envelope.field("Encrypt"));
        if (call.query().contains("signature")) {
            checkSigned(call);
        }
        return Buffer.buffer(clear);
    }

    private void checkSigned(HookCall call) {
        if (!CallbackSeal.signed(
                config.token(), parameter(call, "signature"), parameter(call, "timestamp"), parameter(call, "nonce"))) {
            throw new SealBrokenException();
        }
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(raw)
                .map(bytes ->
                        List.of(MediaDownloads.read(bytes).orElseGet(() -> reader.event(PushDocument.read(bytes)))));
    }

    @Override
    public Optional<ComposeLimits> limits() {
        return Optional.of(WeChatSender.LIMITS);
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = super.facts();
        facts.put("mode", config.mode());
        return facts;
    }

    @Override
    protected Future<?> harmlessCall() {
        return api().get("/cgi-bin/getcallbackip");
    }
}
