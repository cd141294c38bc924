package tributary.connector.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.connector.wechat.WeChatFixture.get;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.Delivery;
import tributary.connector.Eventually;
import tributary.connector.HookAnswer;
import tributary.connector.UnavailableException;
import tributary.conversation.Attachment;
import tributary.conversation.ConversationEvent.FileSettled;
import tributary.conversation.ConversationEvent.MessageReceived;

class WeChatConnectorTest {

    private WeChatFixture account;

    @BeforeEach
    void open() throws Exception {
        account = new WeChatFixture("safe");
    }

    @AfterEach
    void close() throws Exception {
        account.close();
    }

    @Test
    void theAddressIsVerifiedWithThePlainSignatureWhateverTheMode() throws Exception {
        Map<String, String> query = WeChatFixture.signed("1");
        query.put("echostr", "8126+/=x");

        HookAnswer answer = get(account.gateway.hooks.get("oa", "/hooks/oa", query));
        assertThat(answer.body().toString()).isEqualTo("8126+/=x");
        assertThat(answer.type()).startsWith("text/plain");

        query.put("signature", "0".repeat(40));
        assertThat(get(account.gateway.hooks.get("oa", "/hooks/oa", query)).status())
                .isEqualTo(403);
    }

    @Test
    void aRepetitionWithAnotherCipherTextIsOneMessage() throws Exception {
        String clear = WeChatFixture.text("7", "你好");

        for (int i = 0; i < 3; i++) {
            assertThat(get(account.safe(clear)).body().toString()).isEqualTo("success");
        }

        assertThat(account.gateway.inbound.stored()).hasSize(1);
    }

    @Test
    void aRepetitionMayCarryANewTime() throws Exception {
        String clear = WeChatFixture.text("7", "hello");
        String later = clear.replaceFirst("<CreateTime>\\d+", "<CreateTime>1767225600");

        get(account.safe(clear));
        get(account.safe(later));

        assertThat(account.gateway.inbound.stored()).hasSize(1);
        assertThat(account.gateway.inbound.arrivals().get(1).contentHash())
                .isEqualTo(account.gateway.inbound.arrivals().get(0).contentHash());
    }

    @Test
    void anAccountThatMayNotSendIsDownUntilItMay() throws Exception {
        account.provider.answers("{\"errcode\":48001}");

        assertThat(get(account.connector.send(WeChatFixture.reply("hi")))).isInstanceOf(Delivery.Deferred.class);
        assertThat(account.connector.health().failed()).isTrue();
        assertThat(account.connector.facts()).containsEntry("token", "refused: errcode 48001");

        assertThat(get(account.connector.send(WeChatFixture.reply("hi")))).isInstanceOf(Delivery.Accepted.class);
        assertThat(account.connector.health().succeeded()).isTrue();
    }

    @Test
    void aFilmIsSentWithAPictureInFront() throws Exception {
        UUID id = UUID.randomUUID();
        get(account.gateway.attachments.keep(
                "oa", id, "a.mp4", "video/mp4", new OneBuffer(account.vertx, Buffer.buffer("film"))));
        account.provider.answers("{\"type\":\"video\",\"media_id\":\"V\"}");
        account.provider.answers("{\"type\":\"thumb\",\"thumb_media_id\":\"P\"}");

        get(account.connector.send(WeChatFixture.reply("", new Attachment(id, "a.mp4", "video/mp4", 4))));

        assertThat(new JsonObject(account.provider.sent.get(0)).getJsonObject("video"))
                .isEqualTo(new JsonObject().put("media_id", "V").put("thumb_media_id", "P"));
    }

    @Test
    void whatIsForgedStaleOrForeignLeavesNothingButACounter() throws Exception {
        String clear = WeChatFixture.text("7", "hello");
        String now = Long.toString(WeChatFixture.now());
        String old = Long.toString(WeChatFixture.now() - 3600);

        assertThat(get(account.safe(clear, "wx9999999999999999", now)).status()).isEqualTo(403);
        assertThat(get(account.safe(clear, WeChatFixture.APP, old)).status()).isEqualTo(403);
        assertThat(get(account.safe(clear.replace("gh_0123456789ab", "gh_another")))
                        .status())
                .isEqualTo(403);
        Map<String, String> forged = new HashMap<>(WeChatFixture.signed(now));
        forged.put("msg_signature", "0".repeat(40));
        assertThat(get(account.gateway.hooks.post(
                                "oa", "", forged, Buffer.buffer("<xml><Encrypt>AAAA</Encrypt></xml>")))
                        .status())
                .isEqualTo(403);
        assertThat(get(account.safe("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + clear))
                        .status())
                .isEqualTo(403);
        assertThat(get(account.gateway.hooks.post("oa", "status", forged, Buffer.buffer()))
                        .status())
                .isEqualTo(404);

        assertThat(account.gateway.inbound.arrivals()).isEmpty();
        assertThat(counted("forged")).isEqualTo(3);
        assertThat(counted("stale")).isEqualTo(1);
        assertThat(counted("unreadable")).isEqualTo(1);
        assertThat(account.connector.facts()).containsEntry("signature-failures", "3");
    }

    @Test
    void inCompatibleModeTheClearFieldsAreNobodysWord() throws Exception {
        account.close();
        account = new WeChatFixture("compatible");
        Map<String, String> onlyClear = WeChatFixture.signed(Long.toString(WeChatFixture.now()));

        HookAnswer answer = get(account.gateway.hooks.post(
                "oa", "", onlyClear, Buffer.buffer(WeChatFixture.text("8", "changed on the way"))));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(get(account.safe(WeChatFixture.text("8", "hi"))).status()).isEqualTo(200);
    }

    @Test
    void inPlainModeTheClearBodyIsTaken() throws Exception {
        account.close();
        account = new WeChatFixture("plain");

        HookAnswer answer = get(account.gateway.hooks.post(
                "oa",
                "",
                WeChatFixture.signed(Long.toString(WeChatFixture.now())),
                Buffer.buffer(WeChatFixture.text("8", "hi"))));

        assertThat(answer.body().toString()).isEqualTo("success");
    }

    @Test
    void aSlowJournalIsARefusalInTimeAndNeverASuccess() throws Exception {
        account.gateway.inbound.hold();

        Future<HookAnswer> answer = account.safe(WeChatFixture.text("9", "hi"));
        Eventually.becomesTrue(answer::isComplete);

        assertThat(answer.cause()).isInstanceOf(UnavailableException.class);
        account.gateway.inbound.release();
        assertThat(get(account.safe(WeChatFixture.text("9", "hi"))).body().toString())
                .isEqualTo("success");
        assertThat(account.gateway.inbound.stored()).hasSize(1);
    }

    @Test
    void aPictureFollowsItsMessage() throws Exception {
        get(account.safe(WeChatFixture.push("<MsgType>image</MsgType><MediaId>M1</MediaId><MsgId>2</MsgId>")));

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 2);
        MessageReceived message =
                (MessageReceived) account.gateway.inbound.stored().get(0).event();
        FileSettled settled =
                (FileSettled) account.gateway.inbound.stored().get(1).event();
        assertThat(settled.file()).isEqualTo(message.awaited().get(0).id());
        assertThat(settled.problem()).isNull();
        assertThat(account.gateway.attachments.stored(settled.file()).toString())
                .isEqualTo("picture");
        assertThat(get(account.connector.read(
                        account.gateway.inbound.stored().get(1).raw())))
                .containsExactly(settled);
    }

    @Test
    void aPictureTheProviderHasNoMoreIsMarkedMissing() throws Exception {
        account.provider.answers("{\"errcode\":40007,\"errmsg\":\"invalid media_id\"}");

        get(account.safe(WeChatFixture.push("<MsgType>image</MsgType><MediaId>M1</MediaId><MsgId>2</MsgId>")));

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 2);
        assertThat(((FileSettled) account.gateway.inbound.stored().get(1).event()).problem())
                .isEqualTo("expired");
    }

    @Test
    void aReplyIsRawUtf8() throws Exception {
        assertThat(get(account.connector.send(WeChatFixture.reply("已收到 \"好\""))))
                .isEqualTo(new Delivery.Accepted(null));

        assertThat(account.provider.sent.get(0)).contains("已收到").doesNotContain("\\u");
        assertThat(new JsonObject(account.provider.sent.get(0)).getString("touser"))
                .isEqualTo("oAbC");
    }

    @Test
    void aTokenIsFetchedOnceAndReplacedWhenItIsRefused() throws Exception {
        get(account.connector.send(WeChatFixture.reply("one")));
        get(account.connector.send(WeChatFixture.reply("two")));
        assertThat(account.provider.tokens).hasValue(1);

        account.provider.answers("{\"errcode\":42001,\"errmsg\":\"access_token expired\"}");
        assertThat(get(account.connector.send(WeChatFixture.reply("three")))).isInstanceOf(Delivery.Accepted.class);

        assertThat(account.provider.tokens).hasValue(2);
        assertThat(account.provider.sent).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "45015, window-closed",
        "45047, count-used-up",
        "40003, unfollowed",
        "43004, unfollowed",
        "43019, blocked",
        "48002, refuses-messages",
        "45002, ",
        "99999, "
    })
    void whatTheProviderRefusesForGoodIsAFailureThatMayCloseTheWindow(int code, String closed) throws Exception {
        account.provider.answers("{\"errcode\":" + code + ",\"errmsg\":\"hint: [x] rid: y\"}");

        Delivery.Rejected rejected = (Delivery.Rejected) get(account.connector.send(WeChatFixture.reply("hi")));

        assertThat(rejected.reason()).isEqualTo("errcode " + code);
        assertThat(rejected.grant() == null ? null : rejected.grant().closed()).isEqualTo(closed);
        assertThat(account.provider.sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 45011, 45009, 40164})
    void whatTheProviderDelaysIsTriedLater(int code) throws Exception {
        account.provider.answers("{\"errcode\":" + code + "}");

        assertThat(get(account.connector.send(WeChatFixture.reply("hi")))).isInstanceOf(Delivery.Deferred.class);
    }

    @Test
    void anOverloadedProviderSaysWhen() throws Exception {
        account.provider.answers(429, "17");

        assertThat(get(account.connector.send(WeChatFixture.reply("hi"))))
                .isEqualTo(new Delivery.Deferred(Duration.ofSeconds(17), "HTTP 429"));
    }

    @Test
    void whereNobodyKnowsWhetherItWasSentNobodySendsAgain() throws Exception {
        account.provider.faults.add(request -> request.connection().close());
        account.provider.answers(502, "1");
        account.provider.answers("<html>");

        for (int i = 0; i < 3; i++) {
            Future<Delivery> answer = account.connector.send(WeChatFixture.reply("hi"));
            Eventually.becomesTrue(answer::isComplete);
            assertThat(answer.failed()).isTrue();
        }
        assertThat(account.provider.sent).hasSize(3);
    }

    @Test
    void aProviderThatCannotBeReachedIsTriedLater() throws Exception {
        get(account.connector.send(WeChatFixture.reply("warm")));
        account.provider.close();

        Eventually.becomesTrue(() -> {
            Future<Delivery> answer = account.connector.send(WeChatFixture.reply("hi"));
            try {
                return get(answer) instanceof Delivery.Deferred;
            } catch (Exception unknown) {
                return false;
            }
        });
    }

    @Test
    void filesAreUploadedBeforeAnythingIsSent() throws Exception {
        UUID id = UUID.randomUUID();
        get(account.gateway.attachments.keep(
                "oa", id, "a.png", "image/png", new OneBuffer(account.vertx, Buffer.buffer("picture"))));

        get(account.connector.send(WeChatFixture.reply("look", new Attachment(id, "a.png", "image/png", 7))));

        assertThat(account.provider.paths.stream().filter(path -> !path.endsWith("token")))
                .containsExactly(
                        "/cgi-bin/media/upload", "/cgi-bin/message/custom/send", "/cgi-bin/message/custom/send");
        assertThat(new JsonObject(account.provider.sent.get(1))
                        .getJsonObject("image")
                        .getString("media_id"))
                .isEqualTo("M-up");
    }

    @Test
    void aMessageOfWhichAPartWasSentIsLeftToAPerson() throws Exception {
        UUID id = UUID.randomUUID();
        get(account.gateway.attachments.keep(
                "oa", id, "a.png", "image/png", new OneBuffer(account.vertx, Buffer.buffer("picture"))));
        account.provider.answers("{\"media_id\":\"M\"}");
        account.provider.answers("{\"errcode\":0}");
        account.provider.answers("{\"errcode\":45011}");

        Future<Delivery> answer =
                account.connector.send(WeChatFixture.reply("look", new Attachment(id, "a.png", "image/png", 7)));
        Eventually.becomesTrue(answer::isComplete);

        assertThat(answer.failed()).isTrue();
        assertThat(answer.cause()).hasMessageContaining("a part was sent");
    }

    @Test
    void anAccountTheProviderDoesNotKnowIsDown() throws Exception {
        account.close();
        account = new WeChatFixture("safe");
        account.provider.close();
        List<String> before = List.copyOf(account.connector.facts().keySet());

        assertThat(before).contains("token", "signature-failures", "last-push");
        assertThat(account.connector.facts().values().toString())
                .doesNotContain(WeChatFixture.APP_SECRET, WeChatFixture.TOKEN, WeChatFixture.KEY);
    }

    private double counted(String outcome) {
        return account.gateway
                .meters
                .counter(WeChatConnector.PUSHES, "inbox", "oa", "outcome", outcome)
                .count();
    }
}
