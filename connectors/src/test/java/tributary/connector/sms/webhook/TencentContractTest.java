package tributary.connector.sms.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.Delivery;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;

class TencentContractTest extends SecretPathContract {

    @Override
    SmsWebhookConfig.Provider which() {
        return SmsWebhookConfig.Provider.TENCENT;
    }

    @BeforeEach
    void takes() {
        provider.answers(200, "{\"Response\":{\"SendStatusSet\":[{\"Code\":\"Ok\",\"SerialNo\":\"T1\"}]}}");
    }

    /** There is no id: a repetition has the same second and the same words. */
    @Override
    protected Future<Answer> bring(String id, String text) {
        return answer(post(PATH, message(text + " " + id).encode()));
    }

    private static JsonObject message(String text) {
        return new JsonObject()
                .put("extend", "12")
                .put("mobile", "13800138000")
                .put("nationcode", "86")
                .put("sign", "签名")
                .put("text", text)
                .put("time", 1_767_225_600);
    }

    @Test
    void thanksInTheProvidersWords() throws Exception {
        assertThat(get(post(PATH, message("回复内容").encode())).body().toString())
                .isEqualTo("{\"result\":0,\"errmsg\":\"OK\"}");

        MessageReceived message =
                (MessageReceived) gateway.inbound.stored().get(0).event();
        assertThat(message.text()).isEqualTo("回复内容");
        assertThat(message.party().identity().value()).isEqualTo("+8613800138000");
        assertThat(message.at()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void takesTheSameWordsInAnotherSecondForAnotherMessage() throws Exception {
        get(post(PATH, message("1").encode()));
        get(post(PATH, message("1").encode()));
        get(post(PATH, message("1").put("time", 1_767_225_601).encode()));

        assertThat(gateway.inbound.stored()).hasSize(2);
    }

    @Test
    void refusesWhoDoesNotKnowTheAddress() throws Exception {
        assertThat(get(post("", message("hi").encode())).status()).isEqualTo(403);
        assertThat(get(post("another-address-1234", message("hi").encode())).status())
                .isEqualTo(403);
    }

    @Test
    void reportsByTheProvidersId() throws Exception {
        String report =
                "[{\"user_receive_time\":\"2026-01-01 08:00:05\",\"nationcode\":\"86\",\"mobile\":\"13800138000\","
                        + "\"report_status\":\"FAIL\",\"errmsg\":\"DB:0143\",\"description\":\"停机\",\"sid\":\"T1\"}]";

        get(post(PATH + "/status", report));

        DeliveryReported event =
                (DeliveryReported) gateway.inbound.stored().get(0).event();
        assertThat(event.providerId()).isEqualTo("T1");
        assertThat(event.state()).isEqualTo("failed");
        assertThat(event.reason()).isEqualTo("DB:0143 停机");
    }

    @Test
    void sendsByTheTemplateAndSignsTheCall() throws Exception {
        assertThat(get(connector.send(deliverable()))).isEqualTo(new Delivery.Accepted("T1"));

        ScriptedProvider.Asked asked = provider.asked().get(0);
        assertThat(asked.body().toJsonObject())
                .isEqualTo(new JsonObject("{\"PhoneNumberSet\":[\"+8613811110000\"],\"SmsSdkAppId\":\"1400000000\","
                        + "\"SignName\":\"签名\",\"TemplateId\":\"SMS_1\",\"TemplateParamSet\":[\"您好\"],"
                        + "\"SessionContext\":\"" + MESSAGE + "\"}"));
        assertThat(asked.headers().get("Authorization"))
                .matches("TC3-HMAC-SHA256 Credential=LTAI0001/[0-9-]{10}/sms/tc3_request,"
                        + " SignedHeaders=content-type;host, Signature=[0-9a-f]{64}");
        assertThat(asked.headers().get("X-TC-Action")).isEqualTo("SendSms");
    }

    @ParameterizedTest
    @CsvSource({
        "LimitExceeded.PhoneNumberDailyLimit, Deferred",
        "AuthFailure.SecretIdNotFound, Deferred",
        "FailedOperation.SignatureIncorrectOrUnapproved, Rejected"
    })
    void understandsARefusal(String code, String kind) throws Exception {
        provider.answers(200, "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"no\"}}}");

        assertThat(get(connector.send(deliverable())).getClass().getSimpleName())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Response\":{\"Error\":{\"Code\":\"InternalError.Timeout\"}}}", "{}", "no json"})
    void doesNotKnowWhatAnUnclearAnswerMeans(String answer) {
        provider.answers(200, answer);

        assertThat(connector.send(deliverable()).toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class);
    }
}
