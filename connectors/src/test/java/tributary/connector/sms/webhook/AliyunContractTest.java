package tributary.connector.sms.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.Delivery;
import tributary.connector.HookAnswer;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;

class AliyunContractTest extends SecretPathContract {

    private static final String THANKS = "{\"code\":0,\"msg\":\"接收成功\"}";

    @Override
    SmsWebhookConfig.Provider which() {
        return SmsWebhookConfig.Provider.ALIYUN;
    }

    @BeforeEach
    void takes() {
        provider.answers(200, "{\"Code\":\"OK\",\"BizId\":\"9327^0\"}");
    }

    @Override
    protected Future<Answer> bring(String id, String text) {
        return answer(post(PATH, new JsonArray().add(entry(id, text)).encode()));
    }

    private static JsonObject entry(Object id, String text) {
        return new JsonObject()
                .put("phone_number", "13811110000")
                .put("send_time", "2026-01-01 08:00:00")
                .put("content", text)
                .put("sign_name", "签名")
                .put("dest_code", "1234")
                .put("sequence_id", id);
    }

    @Test
    void thanksInTheProvidersWordsAndReadsBeijingTime() throws Exception {
        HookAnswer answer = get(post(PATH, "[" + entry("1234567890", "内容") + "]"));

        assertThat(answer.body().toString()).isEqualTo(THANKS);
        MessageReceived message =
                (MessageReceived) gateway.inbound.stored().get(0).event();
        assertThat(message.externalId()).isEqualTo("1234567890");
        assertThat(message.text()).isEqualTo("内容");
        assertThat(message.party().identity().value()).isEqualTo("+8613811110000");
        assertThat(message.at()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void takesTheOlderFormToo() throws Exception {
        JsonObject older = entry(1_234_567_890L, "内容").put("send_time", "20260101080000");

        get(post(PATH, "[" + older + "]"));

        assertThat(gateway.inbound.stored().get(0).event().externalId()).isEqualTo("1234567890");
        assertThat(gateway.inbound.stored().get(0).event().at()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void keepsABadEntryAndAllTheOthers() throws Exception {
        JsonArray batch = new JsonArray()
                .add(entry("1", "first"))
                .add(new JsonObject().put("surprise", true))
                .add("not even an object")
                .add(entry("4", "last"));

        HookAnswer answer = get(post(PATH, batch.encode()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(gateway.inbound.stored())
                .extracting(arrival -> ((MessageReceived) arrival.event()).text())
                .containsExactly(
                        "first",
                        "[entry that could not be read] {\"surprise\":true}",
                        "[entry that could not be read] {\"unreadable\":\"not even an object\"}",
                        "last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hW3kQ9sXv7bT2mPz4Lr", "hW3kQ9sXv7bT2mPz4LrCx", "status", "x/hW3kQ9sXv7bT2mPz4LrC"})
    void refusesWhoDoesNotKnowTheAddress(String place) throws Exception {
        assertThat(get(post(place, "[" + entry("1", "hi") + "]")).status()).isEqualTo(403);
        assertThat(gateway.inbound.arrivals()).isEmpty();
    }

    @Test
    void reportsByOurIdAndByTheProviders() throws Exception {
        JsonObject report = new JsonObject()
                .put("phone_number", "13811110000")
                .put("report_time", "2026-01-01 08:00:05")
                .put("success", true)
                .put("err_code", "DELIVERED")
                .put("err_msg", "用户接收成功")
                .put("biz_id", "932702304080415357^0")
                .put("out_id", MESSAGE.toString());
        JsonObject failed = report.copy()
                .put("success", false)
                .put("err_code", "MK:0001")
                .put("err_msg", "空号")
                .put("out_id", "theirs");

        HookAnswer answer = get(
                post(PATH + "/status", new JsonArray().add(report).add(failed).encode()));

        assertThat(answer.body().toString()).isEqualTo(THANKS);
        DeliveryReported ours =
                (DeliveryReported) gateway.inbound.stored().get(0).event();
        assertThat(ours.message()).isEqualTo(MESSAGE);
        assertThat(ours.state()).isEqualTo("delivered");
        assertThat(ours.at()).isEqualTo("2026-01-01T00:00:05Z");
        DeliveryReported other =
                (DeliveryReported) gateway.inbound.stored().get(1).event();
        assertThat(other.providerId()).isEqualTo("932702304080415357^0");
        assertThat(other.reason()).isEqualTo("MK:0001 空号");
    }

    @Test
    void sendsByTheTemplateAndSignsTheCall() throws Exception {
        assertThat(get(connector.send(deliverable()))).isEqualTo(new Delivery.Accepted("9327^0"));

        String body = provider.asked().get(0).body().toString();
        assertThat(body)
                .contains("Action=SendSms", "PhoneNumbers=8613811110000", "TemplateCode=SMS_1", "OutId=" + MESSAGE)
                .contains("TemplateParam=%7B%22text%22%3A%22%E6%82%A8%E5%A5%BD%22%7D", "Signature=")
                .doesNotContain(KEY);
    }

    @Test
    void saysThatAnInboxWithoutATemplateOnlyReceives() throws Exception {
        get(connector.stop());
        connector = connector(Optional.empty());

        assertThat(get(connector.send(deliverable())))
                .isEqualTo(
                        new Delivery.Rejected("template: this inbox has none in the configuration, and only receives"));
        assertThat(provider.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "isv.BUSINESS_LIMIT_CONTROL, Deferred",
        "Throttling.User, Deferred",
        "SignatureDoesNotMatch, Deferred",
        "isv.MOBILE_NUMBER_ILLEGAL, Rejected",
        "isv.TEMPLATE_MISSING_PARAMETERS, Rejected"
    })
    void understandsARefusal(String code, String kind) throws Exception {
        provider.answers(400, "{\"Code\":\"" + code + "\",\"Message\":\"no\"}");

        assertThat(get(connector.send(deliverable())).getClass().getSimpleName())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Code\":\"isp.SYSTEM_ERROR\"}", "no json"})
    void doesNotKnowWhatAnUnclearAnswerMeans(String answer) {
        provider.answers(200, answer);

        assertThat(connector.send(deliverable()).toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class);
    }
}
