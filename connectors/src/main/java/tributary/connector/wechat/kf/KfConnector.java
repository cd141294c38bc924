package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.ComposeLimits;
import tributary.connector.ConnectorContext;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MediaDownloads;
import tributary.connector.wechat.account.AccountConnector;
import tributary.connector.wechat.account.CallbackRules;
import tributary.connector.wechat.call.ProviderApi;
import tributary.connector.wechat.push.PushDocument;
import tributary.connector.wechat.seal.CallbackSeal;
import tributary.conversation.ConversationEvent;
import tributary.conversation.PartyKey;

/**
 * One customer-service account. A callback carries no message: it is answered at once and starts a pull; if it is lost, the next
 * one or the poll finds the same messages, for three days.
 */
final class KfConnector extends AccountConnector {

    static final String CALLBACKS = "tributary_wecom_callbacks_total";

    private static final Logger LOG = LoggerFactory.getLogger(KfConnector.class);
    private static final int MOST_BODY = 64 * 1024;

    private final KfConfig config;
    private final CallbackSeal seal;
    private final KfReader reader;
    private final KfHorizon horizon;
    private final KfSessions sessions;
    private final KfWelcome welcome;
    private final KfJournal journal;
    private final KfPull pull;

    KfConnector(ConnectorContext context, KfConfig config, ProviderApi api) {
        this(context, config, api, new KfSessions(api, config, context.clock()));
    }

    private KfConnector(ConnectorContext context, KfConfig config, ProviderApi api, KfSessions sessions) {
        super(
                context,
                api,
                new KfSender(config, sessions, context.clock()),
                new CallbackRules(CALLBACKS, MOST_BODY, config.token(), config.tolerance()));
        this.config = config;
        this.sessions = sessions;
        this.seal = new CallbackSeal(config.token(), config.encodingAesKey(), config.corpId());
        this.reader = new KfReader(config);
        this.horizon = new KfHorizon(context);
        this.welcome = new KfWelcome(context, config, api);
        this.journal = new KfJournal(context, reader, this::stored);
        this.pull = new KfPull(context, config, api, horizon, journal);
    }

    @Override
    public Future<Void> start() {
        return super.start().compose(open -> horizon.load()).onComplete(known -> pull.start());
    }

    /** Base64 knows no space: one in the address was a plus. */
    @Override
    protected HookAnswer verify(HookCall call) {
        byte[] echo = open(call, parameter(call, "echostr").replace(' ', '+'));
        return HookAnswer.text(new String(echo, StandardCharsets.UTF_8));
    }

    @Override
    protected Future<HookAnswer> take(HookCall call) {
        PushDocument envelope = PushDocument.read(call.body());
        Buffer clear = Buffer.buffer(open(call, envelope.field("Encrypt")));
        if (!fresh(call)) {
            return refused("stale");
        }
        PushDocument callback = PushDocument.read(clear);
        accepted();
        if (callback.field("Event").equals("kf_msg_or_event")) {
            pull.called(
                    callback.field("OpenKfId"),
                    Optional.of(callback.field("Token")).filter(given -> !given.isEmpty()));
        }
        return Future.succeededFuture(HookAnswer.text("success"));
    }

    private byte[] open(HookCall call, String encrypted) {
        return seal.open(
                parameter(call, "msg_signature"), parameter(call, "timestamp"), parameter(call, "nonce"), encrypted);
    }

    /** What is in the journal now; the first time it is also acted upon. */
    private void stored(JsonNode entry, ConversationEvent event, boolean first) {
        media().bring(event);
        if (first) {
            sessions.follow(entry, event.party().identity().value())
                    .compose(found -> found.map(journal::take).orElseGet(Future::succeededFuture))
                    .onFailure(failure -> LOG.atDebug().setCause(failure).log("cannot ask who has a session"));
            welcome.greet(entry);
        }
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
    public Future<Void> solved(PartyKey party) {
        return config.endsSolved() ? sessions.end(party.identity().value(), journal::take) : Future.succeededFuture();
    }

    @Override
    public Optional<ComposeLimits> limits() {
        return Optional.of(KfSender.LIMITS);
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = super.facts();
        facts.putAll(horizon.facts());
        return facts;
    }

    @Override
    protected Future<?> harmlessCall() {
        return api().call("/cgi-bin/kf/account/list", ProviderApi.object());
    }

    @Override
    public Future<Void> health() {
        return super.health().compose(account -> horizon.health());
    }

    @Override
    public Future<Void> stop() {
        pull.stop();
        return super.stop();
    }
}
