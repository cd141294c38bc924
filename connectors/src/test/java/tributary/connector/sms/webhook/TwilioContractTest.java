package tributary.connector.sms.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.config.Secret;
import tributary.connector.Arrival;
import tributary.connector.Connector;
import tributary.connector.ConnectorContract;
import tributary.connector.Delivery;
import tributary.connector.Eventually;
import tributary.connector.FakeGateway;
import tributary.connector.HookAnswer;
import tributary.connector.UnavailableException;
import tributary.connector.sms.text.PhoneNumber;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.FileSettled;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.OutboundMessage;

class TwilioContractTest extends ConnectorContract {

    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String THEM = "+8613800138000";
    private static final String US = "+15005550006";
    private static final String SILENCE = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>";

    private final Vertx vertx = Vertx.vertx();
    private final FakeGateway gateway = new FakeGateway(vertx);
    private final ScriptedProvider provider = new ScriptedProvider(vertx);
    private String api = "";
    private Connector connector;

    @BeforeEach
    void start() throws Exception {
        api = "http://127.0.0.1:" + get(provider.listen());
        provider.answers(201, "{\"sid\":\"SM99\",\"status\":\"queued\"}");
        connector = connector(Duration.ZERO);
    }

    @AfterEach
    void stop() throws Exception {
        get(connector.stop());
        get(vertx.close());
    }

    private Connector connector(Duration backFill) throws Exception {
        SmsWebhookConfig config = new SmsWebhookConfig(
                "sms",
                "sms-webhook",
                SmsWebhookConfig.Provider.TWILIO,
                ACCOUNT,
                new Secret(TOKEN),
                Optional.empty(),
                US,
                Optional.empty(),
                URI.create(api),
                backFill,
                List.of(),
                List.of(),
                0,
                Optional.empty(),
                null,
                null,
                Optional.empty(),
                Optional.empty());
        Connector made = new SmsWebhookConnectorFactory().create(gateway.context("sms"), FakeGateway.settings(config));
        get(made.start());
        return made;
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
        return answer(post("", message(id, text)));
    }

    @Override
    protected Future<Answer> bringMalformed() {
        return answer(post("", Map.of("AccountSid", ACCOUNT, "Body", "who am I")));
    }

    @Override
    protected List<String> secrets() {
        return List.of(TOKEN);
    }

    @Override
    protected OutboundMessage deliverable() {
        return new OutboundMessage(
                UUID.fromString("00000000-0000-4000-8000-000000000001"),
                PhoneNumber.of(THEM).at("sms"),
                Author.agent("Mia"),
                "Hello 你好",
                List.of(),
                null);
    }

    @Test
    void saysNothingToTheCustomerByItself() throws Exception {
        HookAnswer answer = get(post("", message("SM1", "hello")));

        assertThat(answer.type()).isEqualTo("text/xml");
        assertThat(answer.body().toString()).isEqualTo(SILENCE);
    }

    @Test
    void takesAMessageByGetAndByJson() throws Exception {
        Map<String, String> fields = message("SM1", "你好 & co");
        String uri = "/hooks/sms?" + query(fields);
        get(gateway.hooks.call("sms", "GET", "", uri, fields, signed(uri, Map.of()), Buffer.buffer()));
        Buffer json = Buffer.buffer("{\"messageSid\":\"SM2\",\"accountSid\":\"" + ACCOUNT + "\",\"from\":\"" + THEM
                + "\",\"to\":\"" + US + "\",\"body\":\"by json\"}");
        String hashed = "/hooks/sms?bodySHA256=" + hash(json);
        Map<String, String> headers = new TreeMap<>(signed(hashed, Map.of()));
        headers.put("Content-Type", "application/json");
        get(gateway.hooks.call("sms", "POST", "", hashed, Map.of(), headers, json));

        assertThat(messages()).extracting(MessageReceived::text).containsExactly("你好 & co", "by json");
        assertThat(messages().get(0).party()).isEqualTo(PhoneNumber.of(THEM).at("sms"));
    }

    @Test
    void refusesAForgedAForeignAndAnUnsignedRequestAndCountsThem() throws Exception {
        Map<String, String> foreign = message("SM1", "hello");
        foreign.put("AccountSid", "AC99999999999999999999999999999999");
        Map<String, String> misled = message("SM1", "hello");
        misled.put("To", "+15005550007");
        Map<String, String> forged = signed("/hooks/sms", message("SM1", "hello"));

        assertThat(get(post("", foreign)).status()).isEqualTo(403);
        assertThat(get(post("", misled)).status()).isEqualTo(403);
        assertThat(get(call("/hooks/sms", "", message("SM1", "hallo"), forged)).status())
                .isEqualTo(403);
        assertThat(get(call("/hooks/sms", "", message("SM1", "hello"), Map.of()))
                        .status())
                .isEqualTo(403);
        assertThat(gateway.inbound.arrivals()).isEmpty();
        assertThat(refused("signature")).isEqualTo(2);
        assertThat(refused("account")).isEqualTo(2);
    }

    @Test
    void keepsOneMessageDeliveredThreeTimesOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(get(bring("SM1", "again"))).isEqualTo(Answer.ACKNOWLEDGED);
        }

        assertThat(gateway.inbound.stored()).hasSize(1);
    }

    @Test
    void fetchesPicturesWithoutGivingThePasswordToAStrangerAndSaysWhatIsMissing() throws Exception {
        provider.answers((request, body) -> {
            if (request.uri().equals("/pic1")) {
                request.response()
                        .setStatusCode(307)
                        .putHeader("Location", api + "/stored")
                        .end();
            } else {
                request.response().end("bytes of " + request.uri());
            }
        });
        Map<String, String> fields = message("MM1", "look");
        fields.put("NumMedia", "2");
        fields.put("MediaUrl0", api + "/pic1");
        fields.put("MediaContentType0", "image/jpeg");
        fields.put("MediaUrl1", "http://169.254.169.254/secret");
        fields.put("MediaContentType1", "image/png");

        get(post("", fields));

        MessageReceived message = messages().get(0);
        Eventually.becomesTrue(() -> gateway.inbound.stored().size() == 3);
        assertThat(message.text()).isEqualTo("look");
        assertThat(message.awaited()).hasSize(2);
        assertThat(gateway.attachments.stored(message.awaited().get(0).id()).toString())
                .isEqualTo("bytes of /stored");
        assertThat(settled())
                .containsOnly(
                        entry(message.awaited().get(0).id(), ""),
                        entry(message.awaited().get(1).id(), "foreign-address"));
        assertThat(provider.asked()).hasSize(2);
        assertThat(provider.asked().get(0).headers()).containsKey("Authorization");
        assertThat(provider.asked().get(1).headers()).doesNotContainKey("Authorization");
        for (Arrival arrival : gateway.inbound.stored()) {
            assertThat(get(connector.read(arrival.raw()))).containsExactly(arrival.event());
        }
    }

    private Map<UUID, String> settled() {
        return gateway.inbound.stored().stream()
                .map(Arrival::event)
                .filter(FileSettled.class::isInstance)
                .map(FileSettled.class::cast)
                .collect(Collectors.toMap(FileSettled::file, file -> file.problem() == null ? "" : file.problem()));
    }

    @ParameterizedTest
    @CsvSource({
        "sent, sent",
        "delivered, delivered",
        "read, read",
        "undelivered, failed",
        "failed, failed",
        "canceled, failed"
    })
    void reportsWhatBecameOfAMessageByOurOwnId(String word, String state) throws Exception {
        UUID ours = UUID.randomUUID();
        Map<String, String> fields = status("SM5", word);
        fields.put("ErrorCode", "30003");

        HookAnswer answer = get(post("status?m=" + ours, fields));

        assertThat(answer.status()).isEqualTo(200);
        DeliveryReported report =
                (DeliveryReported) gateway.inbound.stored().get(0).event();
        assertThat(report.message()).isEqualTo(ours);
        assertThat(report.state()).isEqualTo(state);
        assertThat(report.reason()).isEqualTo(state.equals("failed") ? "the phone cannot be reached (30003)" : null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "accepted", "sending", "scheduled", "something-new"})
    void thanksForWhatIsNoNews(String word) throws Exception {
        assertThat(get(post("status?m=" + UUID.randomUUID(), status("SM5", word)))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.inbound.arrivals()).isEmpty();
    }

    @Test
    void sendsNothingToWhomHasSaidStopUntilTheySayStart() throws Exception {
        get(bring("SM1", "Stop."));
        Delivery refused = get(connector.send(deliverable()));
        get(bring("SM2", "yes"));
        Delivery sent = get(connector.send(deliverable()));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Delivery.Rejected.class, no -> assertThat(no.reason()).contains("has said STOP"));
        assertThat(sent).isEqualTo(new Delivery.Accepted("SM99"));
        assertThat(provider.asked()).hasSize(1);
        assertThat(messages()).extracting(MessageReceived::text).containsExactly("Stop.", "yes");
    }

    @Test
    void believesTheProvidersOwnWordForAnOptOut() throws Exception {
        Map<String, String> fields = message("SM1", "ARRET");
        fields.put("OptOutType", "STOP");
        get(post("", fields));

        assertThat(get(connector.send(deliverable()))).isInstanceOf(Delivery.Rejected.class);
    }

    @Test
    void sendsNothingToANameAndNoFileThatTwilioDoesNotTake() throws Exception {
        OutboundMessage toName = new OutboundMessage(
                UUID.randomUUID(), PhoneNumber.of("Bank").at("sms"), Author.agent("Mia"), "hi", List.of(), null);
        OutboundMessage file = withFile("hi", "text/html");

        assertThat(get(connector.send(toName)))
                .isEqualTo(new Delivery.Rejected("the sender is a name and takes no answer"));
        assertThat(get(connector.send(file)))
                .isEqualTo(new Delivery.Rejected("files of this kind cannot be sent by this inbox"));
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void sendsAPictureByAnAddressThatIsGoodForAWhile() throws Exception {
        OutboundMessage picture = withFile("", "image/png");

        get(connector.send(picture));

        UUID file = picture.attachments().get(0).id();
        assertThat(provider.asked().get(0).body().toString())
                .contains(
                        "&MediaUrl=http%3A%2F%2F127.0.0.1%3A8080%2Fu%2Fsms%2F" + file + "%3Fe%3D1767226200%26s%3Dsig&")
                .doesNotContain("Body=");
    }

    private static OutboundMessage withFile(String text, String type) {
        return new OutboundMessage(
                UUID.randomUUID(),
                PhoneNumber.of(THEM).at("sms"),
                Author.agent("Mia"),
                text,
                List.of(new Attachment(UUID.randomUUID(), "a", type, 1)),
                null);
    }

    @Test
    void sendsTheTextWithTheAddressForCallbacks() throws Exception {
        get(connector.send(deliverable()));

        ScriptedProvider.Asked asked = provider.asked().get(0);
        assertThat(asked.method() + " " + asked.uri())
                .isEqualTo("POST /2010-04-01/Accounts/" + ACCOUNT + "/Messages.json");
        assertThat(asked.headers().get("Authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString((ACCOUNT + ":" + TOKEN).getBytes(StandardCharsets.UTF_8)));
        assertThat(asked.body().toString())
                .isEqualTo(
                        "To=%2B8613800138000&From=%2B15005550006&Body=Hello+%E4%BD%A0%E5%A5%BD&StatusCallback="
                                + "http%3A%2F%2F127.0.0.1%3A8080%2Fhooks%2Fsms%2Fstatus%3Fm%3D00000000-0000-4000-8000-000000000001");
    }

    @Test
    void waitsAsLongAsTheProviderSays() throws Exception {
        provider.answers((request, body) -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "17")
                .end("{\"code\":20429}"));

        assertThat(get(connector.send(deliverable())))
                .isEqualTo(new Delivery.Deferred(Duration.ofSeconds(17), "the provider answered 429"));
    }

    @Test
    void waitsUntilTheMomentThatTheProviderSays() throws Exception {
        String moment = ZonedDateTime.now(ZoneOffset.UTC).plusHours(5).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        provider.answers((request, body) -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", moment)
                .end());

        Delivery.Deferred later = (Delivery.Deferred) get(connector.send(deliverable()));

        assertThat(later.retryAfter()).isBetween(Duration.ofHours(4), Duration.ofHours(5));
    }

    @ParameterizedTest
    @CsvSource({
        "400, 21211, the number is not valid (21211)",
        "400, 21610, the recipient has opted out (21610)",
        "404, 20404, the provider says no (20404)"
    })
    void givesUpWhatWillNeverBeTaken(int status, String code, String reason) throws Exception {
        provider.answers(status, "{\"code\":" + code + ",\"message\":\"no\"}");

        assertThat(get(connector.send(deliverable()))).isEqualTo(new Delivery.Rejected(reason));
    }

    @Test
    void triesLaterWhenNothingLeft() throws Exception {
        get(connector.stop());
        api = "http://127.0.0.1:1";
        connector = connector(Duration.ZERO);

        assertThat(get(connector.send(deliverable()))).isInstanceOf(Delivery.Deferred.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "502", "close"})
    void doesNotKnowWhenTheProviderFailedAfterItHadTheMessage(String fault) {
        provider.answers((request, body) -> {
            if (fault.equals("close")) {
                request.connection().close();
            } else {
                request.response().setStatusCode(Integer.parseInt(fault)).end();
            }
        });

        assertThat(connector.send(deliverable()).toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class);
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void bringsWhatTheListHasAndTheJournalHasNot() throws Exception {
        get(bring("SM1", "known"));
        String next = "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json?Page=1";
        provider.answers((request, body) -> request.response()
                .end(
                        request.uri().equals(next)
                                ? "{\"messages\":[" + listed("SM2", "missed first") + "," + listed("SM1", "known")
                                        + "]}"
                                : "{\"messages\":[" + listed("SM3", "missed last")
                                        + ",{\"sid\":\"SM9\",\"direction\":\"outbound-api\"}],\"next_page_uri\":\""
                                        + next
                                        + "\"}"));
        get(connector.stop());

        connector = connector(Duration.ofMinutes(5));

        Eventually.becomesTrue(() -> gateway.inbound.stored().size() == 3);
        assertThat(messages())
                .extracting(MessageReceived::text)
                .containsExactly("known", "missed first", "missed last");
        assertThat(messages().get(1).at()).isEqualTo("2026-01-01T08:00:00Z");
        assertThat(gateway.inbound.arrivals()).hasSize(3);
    }

    private static String listed(String sid, String text) {
        return "{\"sid\":\"" + sid + "\",\"direction\":\"inbound\",\"from\":\"" + THEM + "\",\"to\":\"" + US
                + "\",\"body\":\"" + text
                + "\",\"num_media\":\"0\",\"date_sent\":\"Thu, 01 Jan 2026 08:00:00 +0000\"}";
    }

    private List<MessageReceived> messages() {
        return gateway.inbound.stored().stream()
                .map(Arrival::event)
                .filter(MessageReceived.class::isInstance)
                .map(MessageReceived.class::cast)
                .toList();
    }

    private double refused(String reason) {
        return gateway.meters
                .counter(SmsWebhookConnector.REFUSED, "inbox", "sms", "reason", reason)
                .count();
    }

    private Future<HookAnswer> post(String place, Map<String, String> fields) {
        String uri = "/hooks/sms" + (place.isEmpty() ? "" : "/" + place);
        return call(uri, place.replaceFirst("\\?.*", ""), fields, signed(uri, fields));
    }

    private Future<HookAnswer> call(String uri, String place, Map<String, String> fields, Map<String, String> headers) {
        Map<String, String> query = uri.contains("?m=") ? Map.of("m", uri.substring(uri.indexOf("?m=") + 3)) : Map.of();
        return gateway.hooks.call("sms", "POST", place, uri, query, headers, Buffer.buffer(query(fields)));
    }

    private static Future<Answer> answer(Future<HookAnswer> hook) {
        return hook.map(answer -> answer.status() == 200 ? Answer.ACKNOWLEDGED : Answer.REFUSED)
                .recover(failure -> failure instanceof UnavailableException
                        ? Future.succeededFuture(Answer.TRY_LATER)
                        : Future.failedFuture(failure));
    }

    private static Map<String, String> message(String id, String text) {
        return new TreeMap<>(
                Map.of("MessageSid", id, "AccountSid", ACCOUNT, "From", THEM, "To", US, "Body", text, "NumMedia", "0"));
    }

    private static Map<String, String> status(String id, String word) {
        return new TreeMap<>(
                Map.of("MessageSid", id, "AccountSid", ACCOUNT, "From", US, "To", THEM, "MessageStatus", word));
    }

    private static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + java.net.URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Signed as the vendor's page says, by other code than the connector's. */
    private static Map<String, String> signed(String uri, Map<String, String> fields) {
        try {
            StringBuilder text = new StringBuilder("http://127.0.0.1:8080" + uri);
            new TreeMap<>(fields).forEach((name, value) -> text.append(name).append(value));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Map.of(
                    "X-Twilio-Signature",
                    Base64.getEncoder()
                            .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8))));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hash(Buffer body) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(body.getBytes()));
    }
}
