package tributary.connector.sms.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tributary.config.Secret;
import tributary.connector.Connector;
import tributary.connector.ConnectorContract;
import tributary.connector.FakeGateway;
import tributary.connector.HookAnswer;
import tributary.connector.UnavailableException;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.webhook.SmsWebhookConfig.Template;
import tributary.conversation.Author;
import tributary.conversation.OutboundMessage;

/** The contract for providers that are known by a secret address. */
abstract class SecretPathContract extends ConnectorContract {

    static final String PATH = "hW3kQ9sXv7bT2mPz4LrC";
    static final String KEY = "accessKeySecret01";
    static final UUID MESSAGE = UUID.fromString("00000000-0000-4000-8000-000000000001");

    final Vertx vertx = Vertx.vertx();
    final FakeGateway gateway = new FakeGateway(vertx);
    final ScriptedProvider provider = new ScriptedProvider(vertx);
    Connector connector;

    abstract SmsWebhookConfig.Provider which();

    @BeforeEach
    void start() throws Exception {
        connector = connector(Optional.of(new Template("SMS_1", "签名", Optional.of("text"), Optional.of("1400000000"))));
    }

    Connector connector(Optional<Template> template) throws Exception {
        SmsWebhookConfig config = new SmsWebhookConfig(
                "sms",
                "sms-webhook",
                which(),
                "LTAI0001",
                new Secret(KEY),
                Optional.empty(),
                "1069000112345",
                Optional.empty(),
                URI.create("http://127.0.0.1:" + get(provider.listen())),
                Duration.ZERO,
                List.of(),
                List.of(),
                0,
                Optional.empty(),
                null,
                null,
                Optional.of(new Secret(PATH)),
                template);
        Connector made = new SmsWebhookConnectorFactory().create(gateway.context("sms"), FakeGateway.settings(config));
        get(made.start());
        return made;
    }

    @AfterEach
    void stop() throws Exception {
        get(connector.stop());
        get(vertx.close());
    }

    @Override
    protected FakeGateway gateway() {
        return gateway;
    }

    @Override
    protected Connector connector() {
        return connector;
    }

    @Override
    protected List<String> secrets() {
        return List.of(PATH, KEY);
    }

    @Override
    protected OutboundMessage deliverable() {
        return new OutboundMessage(
                MESSAGE, PhoneNumber.of("+8613811110000").at("sms"), Author.agent("Mia"), "您好", List.of(), null);
    }

    @Override
    protected Future<Answer> bringMalformed() {
        return answer(post(PATH, "no json"));
    }

    Future<HookAnswer> post(String place, String body) {
        return gateway.hooks.post("sms", place, Map.of(), Buffer.buffer(body));
    }

    static Future<Answer> answer(Future<HookAnswer> hook) {
        return hook.map(answer -> answer.status() == 200 ? Answer.ACKNOWLEDGED : Answer.REFUSED)
                .recover(failure -> failure instanceof UnavailableException
                        ? Future.succeededFuture(Answer.TRY_LATER)
                        : Future.failedFuture(failure));
    }
}
