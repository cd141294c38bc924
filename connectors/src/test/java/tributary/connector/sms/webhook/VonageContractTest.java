package tributary.connector.sms.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.config.Secret;
import tributary.connector.Connector;
import tributary.connector.ConnectorContract;
import tributary.connector.Delivery;
import tributary.connector.FakeGateway;
import tributary.connector.HookAnswer;
import tributary.connector.UnavailableException;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.webhook.vonage.VonageSignature;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessagePartReceived;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.OutboundMessage;

class VonageContractTest extends ConnectorContract {

    private static final String SIGNS = "vonageSigSecret01";
    private static final String SECRET = "apiSecret99";
    private static final UUID MESSAGE = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final Vertx vertx = Vertx.vertx();
    private final FakeGateway gateway = new FakeGateway(vertx);
    private final ScriptedProvider provider = new ScriptedProvider(vertx);
    private Connector connector;

    @BeforeEach
    void start() throws Exception {
        provider.answers(200, "{\"message-count\":\"1\",\"messages\":[{\"status\":\"0\",\"message-id\":\"V1\"}]}");
        SmsWebhookConfig config = new SmsWebhookConfig(
                "sms",
                "sms-webhook",
                SmsWebhookConfig.Provider.VONAGE,
                "abcd1234",
                new Secret(SECRET),
                Optional.empty(),
                "447700900001",
                Optional.empty(),
                URI.create("http://127.0.0.1:" + get(provider.listen())),
                Duration.ZERO,
                List.of(),
                List.of(),
                0,
                Optional.of(new Secret(SIGNS)),
                VonageSignature.Method.MD5HASH,
                null,
                Optional.empty(),
                Optional.empty());
        connector = new SmsWebhookConnectorFactory().create(gateway.context("sms"), FakeGateway.settings(config));
        get(connector.start());
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
    protected Future<Answer> bring(String id, String text) {
        return post(message(id, text))
                .map(answer -> answer.status() == 200 ? Answer.ACKNOWLEDGED : Answer.REFUSED)
                .recover(failure -> failure instanceof UnavailableException
                        ? Future.succeededFuture(Answer.TRY_LATER)
                        : Future.failedFuture(failure));
    }

    @Override
    protected Future<Answer> bringMalformed() {
        return post(new TreeMap<>(Map.of(
                        "to",
                        "447700900001",
                        "text",
                        "who am I",
                        "timestamp",
                        Long.toString(Instant.now().getEpochSecond()))))
                .map(answer -> answer.status() == 400 ? Answer.REFUSED : Answer.ACKNOWLEDGED);
    }

    @Override
    protected List<String> secrets() {
        return List.of(SIGNS, SECRET);
    }

    @Override
    protected OutboundMessage deliverable() {
        return new OutboundMessage(
                MESSAGE, PhoneNumber.of("8613800138000").at("sms"), Author.agent("Mia"), "您好", List.of(), null);
    }

    @Test
    void takesQueryFormAndJson() throws Exception {
        Map<String, String> query = signed(message("q", "by query"));
        gateway.hooks.get("sms", "/hooks/sms?" + encoded(query), query);
        get(post(message("f", "by form")));
        JsonObject json = new JsonObject();
        signed(message("j", "by json")).forEach(json::put);
        get(gateway.hooks.call(
                "sms",
                "POST",
                "",
                "/hooks/sms",
                Map.of(),
                Map.of("Content-Type", "application/json"),
                json.toBuffer()));

        assertThat(gateway.inbound.stored())
                .extracting(arrival -> ((MessageReceived) arrival.event()).text())
                .containsExactly("by query", "by form", "by json");
        assertThat(gateway.inbound.stored().get(0).event().at()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void bringsPartsByTheProvidersReference() throws Exception {
        Map<String, String> part = message("p2", " world");
        part.putAll(Map.of("concat", "true", "concat-ref", "31", "concat-total", "2", "concat-part", "2"));

        get(post(part));

        MessagePartReceived event =
                (MessagePartReceived) gateway.inbound.stored().get(0).event();
        assertThat(event.assembly()).isEqualTo("provider:31:2");
        assertThat(event.number()).isEqualTo(2);
    }

    @Test
    void refusesAForgedAStaleAndAForeignRequest() throws Exception {
        Map<String, String> forged = signed(message("a", "hi"));
        forged.put("text", "ho");
        Map<String, String> stale = message("a", "hi");
        stale.put("timestamp", Long.toString(Instant.now().getEpochSecond() - 600));
        Map<String, String> foreign = message("a", "hi");
        foreign.put("api-key", "other");
        Map<String, String> misled = message("a", "hi");
        misled.put("to", "447700900009");

        assertThat(get(call(forged)).status()).isEqualTo(403);
        assertThat(get(post(stale)).status()).isEqualTo(403);
        assertThat(get(post(foreign)).status()).isEqualTo(403);
        assertThat(get(post(misled)).status()).isEqualTo(403);
        assertThat(gateway.inbound.arrivals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, delivered,",
        "accepted, sent,",
        "buffered, sent,",
        "failed, failed, failed (err 6)",
        "expired, failed, expired (err 6)",
        "rejected, failed, rejected (err 6)"
    })
    void reportsWhatBecameOfAMessage(String word, String state, String reason) throws Exception {
        Map<String, String> receipt = receipt(word);
        receipt.put("client-ref", MESSAGE.toString());

        get(post(receipt));

        DeliveryReported report =
                (DeliveryReported) gateway.inbound.stored().get(0).event();
        assertThat(report.message()).isEqualTo(MESSAGE);
        assertThat(report.state()).isEqualTo(state);
        assertThat(report.reason()).isEqualTo(reason);
    }

    @Test
    void reportsByTheProvidersIdWhereOursDidNotComeBack() throws Exception {
        get(post(receipt("delivered")));

        assertThat(((DeliveryReported) gateway.inbound.stored().get(0).event()).providerId())
                .isEqualTo("V1");
    }

    @Test
    void sendsAsTheProviderWantsIt() throws Exception {
        assertThat(get(connector.send(deliverable()))).isEqualTo(new Delivery.Accepted("V1"));

        assertThat(provider.asked().get(0).uri()).isEqualTo("/sms/json");
        assertThat(provider.asked().get(0).body().toString())
                .startsWith("api_key=abcd1234&api_secret=apiSecret99&from=447700900001&to=8613800138000&type=unicode"
                        + "&text=%E6%82%A8%E5%A5%BD&client-ref=" + MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({"1, Deferred", "4, Deferred", "9, Deferred", "3, Rejected", "6, Rejected", "15, Rejected"})
    void understandsARefusal(String status, String kind) throws Exception {
        provider.answers(200, "{\"messages\":[{\"status\":\"" + status + "\",\"error-text\":\"no\"}]}");

        assertThat(get(connector.send(deliverable())).getClass().getSimpleName())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"status\":\"5\"}]}",
                "{\"messages\":[{\"status\":\"0\"},{\"status\":\"1\"}]}",
                "{\"messages\":[]}",
                "no json"
            })
    void doesNotKnowWhatAnUnclearAnswerMeans(String answer) {
        provider.answers(200, answer);

        assertThat(connector.send(deliverable()).toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class);
    }

    private static Map<String, String> receipt(String word) {
        return new TreeMap<>(Map.of(
                "msisdn", "8613800138000",
                "to", "447700900001",
                "messageId", "V1",
                "status", word,
                "err-code", "6",
                "timestamp", Long.toString(Instant.now().getEpochSecond())));
    }

    private static Map<String, String> message(String id, String text) {
        return new TreeMap<>(Map.of(
                "msisdn", "8613800138000",
                "to", "447700900001",
                "messageId", id,
                "text", text,
                "type", "text",
                "api-key", "abcd1234",
                "message-timestamp", "2026-01-01 00:00:00",
                "timestamp", Long.toString(Instant.now().getEpochSecond())));
    }

    private Future<HookAnswer> post(Map<String, String> fields) {
        return call(signed(fields));
    }

    private Future<HookAnswer> call(Map<String, String> fields) {
        return gateway.hooks.post("sms", "", Map.of(), Buffer.buffer(encoded(fields)));
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** By other code than the connector's. */
    private static Map<String, String> signed(Map<String, String> fields) {
        try {
            String text = new TreeMap<>(fields)
                    .entrySet().stream()
                            .map(one -> "&" + one.getKey() + "="
                                    + one.getValue().replace('&', '_').replace('=', '_'))
                            .collect(Collectors.joining());
            byte[] digest = MessageDigest.getInstance("MD5").digest((text + SIGNS).getBytes(StandardCharsets.UTF_8));
            Map<String, String> signed = new TreeMap<>(fields);
            signed.put("sig", HexFormat.of().formatHex(digest));
            return signed;
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
