package tributary.connector.wechat.kf;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.connector.wechat.kf.KfFixture.get;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.connector.Delivery;
import tributary.connector.Eventually;
import tributary.connector.HookAnswer;
import tributary.conversation.Card;
import tributary.conversation.ConversationEvent.ActionTaken;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ConversationEvent.ProfileGiven;
import tributary.conversation.PartyKey;

class KfConnectorTest {

    private static final String ECHO =
            "/gWmb+EKH5j2BRLHH54f0HFU/3jBztJzJzaUoybwtG5NYT3IPWVLaQojzu4SHF8TrXNmG+97dYOz/bXGqa22dw==";
    private static final String CALLBACK =
            "lz4o0BeE+w16A0NTNPb7csOW9XiXfhJPGRXtE4SLWY+K36w9B+xN9yCTQFXdPXL0TWVkYfo9b1wpZeAGXBjweUg96UA7CUhyhxPm8HiLpWe0UHQZgA3jjX/fyvdvpeuCQClnGUjHFevwOiy1+ekWofdiwhoO9fGouGF8T//nzFpvytNKOBBjO0U3zK1k+6EN3xj99vwp7ZBRcrCxHBGbuqeQyy/BYNLOG6vDvithGs4AFaJFuCs41rypNxxhrUvtm/f5VnNhyvgWUqNnNqBnch3o8HvR7xwakFOCj0/K+M/J3Ol6z5yWLLHBmMwYbjbTvKhfgUgK0ZIyGrQbJZhBK8pdODZi2aCg0sFmyRa/T4/N/VomXdgC2YmFrkfeIdt7fM9ZAbCN8DIDSFkmPLRrc4vVd0n8mG8cdhRvAJTddQw=";

    private KfFixture account;

    @BeforeEach
    void open() throws Exception {
        account = new KfFixture();
        Eventually.becomesTrue(() -> account.paths.contains("sync_msg"));
    }

    @AfterEach
    void close() throws Exception {
        account.close();
    }

    @ParameterizedTest
    @CsvSource({"+", "' '"})
    void theAddressIsVerifiedWithTheDecryptedEcho(String plus) throws Exception {
        HookAnswer answer = get(account.gateway.hooks.get(
                "kf",
                "/hooks/kf",
                Map.of(
                        "msg_signature", "e47c898446cba4b663fd8d88b128f969bfb3cc59",
                        "timestamp", "1767225700",
                        "nonce", "1372623149",
                        "echostr", ECHO.replace("+", plus))));

        assertThat(answer.body().toString()).isEqualTo("1616140317555161061");
    }

    @Test
    void theCallbackOfTheVectorStartsAPullWithItsToken() throws Exception {
        account.entries.add(KfFixture.text("m1", "你好"));

        assertThat(get(account.post(CALLBACK, "46f9ae928b8c52bb2ebf4f5c979845cf7d83a9cf", "1767225710", "80012345"))
                        .body()
                        .toString())
                .isEqualTo("success");

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 1);
        Eventually.becomesTrue(
                () -> account.asked.stream().anyMatch(asked -> "ENCtestToken0001".equals(asked.getString("token"))));
    }

    @Test
    void aForgedCallbackIsRefused() throws Exception {
        int before = account.asked.size();

        assertThat(get(account.post(CALLBACK, "0".repeat(40), "1767225710", "80012345"))
                        .status())
                .isEqualTo(403);
        assertThat(account.asked).hasSize(before);
        assertThat(account.connector.facts()).containsEntry("signature-failures", "1");
    }

    @Test
    void allPagesArePulledInOrderAndTheCursorIsKept() throws Exception {
        for (int i = 0; i < 5; i++) {
            account.entries.add(KfFixture.text("m" + i, "n" + i));
        }
        get(account.callback());

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 5);
        assertThat(account.gateway.inbound.stored().stream().map(arrival -> ((MessageReceived) arrival.event()).text()))
                .containsExactly("n0", "n1", "n2", "n3", "n4");
        Eventually.becomesTrue(() -> cursor().startsWith("c5\n"));

        account.entries.add(KfFixture.text("m5", "n5"));
        get(account.callback());
        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 6);
        assertThat(account.gateway.inbound.arrivals()).hasSize(6);
    }

    @Test
    void anEmptyPageWithMoreBehindItIsNotTheEnd() throws Exception {
        account.answers.get("sync_msg").add("{\"errcode\":0,\"next_cursor\":\"c0\",\"has_more\":1,\"msg_list\":[]}");
        account.entries.add(KfFixture.text("m1", "hello"));

        get(account.callback());

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 1);
    }

    @Test
    void theCursorWaitsForTheJournal() throws Exception {
        account.gateway.inbound.hold();
        account.entries.add(KfFixture.text("m1", "hello"));
        get(account.callback());
        Eventually.becomesTrue(() -> account.gateway.inbound.arrivals().size() == 1);

        assertThat(cursor()).doesNotStartWith("c1");
        account.gateway.inbound.release();
        Eventually.becomesTrue(() -> cursor().startsWith("c1\n"));
    }

    @Test
    void aCallbackOfAnotherCompanyOrOfYesterdayIsRefused() throws Exception {
        account.close();
        account = new KfFixture(Duration.ofMinutes(15));
        int before = account.asked.size();

        assertThat(get(account.callback("ww9999999999999999", now())).status()).isEqualTo(403);
        assertThat(get(account.callback(KfFixture.CORP, now() - 3600)).status()).isEqualTo(403);
        assertThat(get(account.callback(KfFixture.CORP, now())).status()).isEqualTo(200);
        assertThat(get(account.gateway.hooks.post(
                                "kf",
                                "",
                                Map.of("msg_signature", "x"),
                                Buffer.buffer(
                                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml>&e;</xml>")))
                        .status())
                .isEqualTo(403);

        assertThat(account.gateway.inbound.arrivals()).isEmpty();
        Eventually.becomesTrue(() -> account.asked.size() > before);
    }

    @Test
    void aCallbackForAnotherAccountOfTheCompanyReachesThatOne() throws Exception {
        account.vertx.eventBus().publish("wecom-kf/" + KfFixture.CORP + "/" + KfFixture.KF, "of-the-other");

        Eventually.becomesTrue(
                () -> account.asked.stream().anyMatch(asked -> "of-the-other".equals(asked.getString("token"))));
    }

    @Test
    void aCustomersNameComesBeforeWhatTheyWrote() throws Exception {
        account.answers
                .get("batchget")
                .add("{\"errcode\":0,\"customer_list\":[{\"external_userid\":\"wm1\",\"nickname\":\"小明\",\"gender\":1,"
                        + "\"unionid\":\"oU1\"}]}");
        account.entries.add(KfFixture.text("m1", "hello"));
        get(account.callback());

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 2);
        ProfileGiven profile =
                (ProfileGiven) account.gateway.inbound.stored().get(0).event();
        assertThat(profile.facts()).isEqualTo(Map.of("name", "小明", "wechat-unionid", "oU1"));
        assertThat(get(account.connector.read(
                        account.gateway.inbound.stored().get(0).raw())))
                .containsExactly(profile);
        assertThat(account.asked("batchget").get(0).getJsonArray("external_userid_list"))
                .containsExactly("wm1");

        account.entries.add(KfFixture.text("m2", "again"));
        get(account.callback());
        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 3);
        assertThat(account.asked("batchget")).hasSize(1);
    }

    @Test
    void whoseNameIsRefusedIsHeardAllTheSame() throws Exception {
        account.answers.get("batchget").add("{\"errcode\":48002}");
        account.entries.add(KfFixture.text("m1", "hello"));

        get(account.callback());

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 1);
    }

    @Test
    void whoEntersIsWelcomedOnce() throws Exception {
        account.entries.add(entered("e1", now()));
        account.entries.add(entered("e1", now()));
        account.entries.add(entered("e2", now() - 60));
        get(account.callback());

        Eventually.becomesTrue(() -> counted(KfWelcome.WELCOMES, "late") == 1);
        Eventually.becomesTrue(() -> counted(KfWelcome.WELCOMES, "sent") == 1);
        assertThat(account.asked("send_msg_on_event")).singleElement().satisfies(sent -> {
            assertThat(sent.getString("code")).isEqualTo("CODE-e1");
            assertThat(sent.getString("msgid")).matches("[0-9a-zA-Z_-]{1,32}");
            assertThat(sent.getJsonObject("text").getString("content")).isEqualTo("欢迎");
        });
    }

    @Test
    void aNewSessionIsTakenWhenTheCustomerWrites() throws Exception {
        account.answers.get("get").add("{\"errcode\":0,\"service_state\":0}");
        account.entries.add(KfFixture.text("m1", "hello"));
        get(account.callback());
        Eventually.becomesTrue(() -> account.asked("trans").size() == 1);

        account.entries.add(KfFixture.text("m2", "again"));
        get(account.callback());
        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 2);

        assertThat(account.asked("trans").get(0).getInteger("service_state")).isEqualTo(1);
        assertThat(account.asked("get")).hasSize(1);
    }

    @Test
    void aSessionThatAColleagueHasAlreadyIsSaidSo() throws Exception {
        account.answers.get("get").add("{\"errcode\":0,\"service_state\":3}");
        account.entries.add(KfFixture.text("m1", "hello"));
        get(account.callback());

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 2);
        ActionTaken taken =
                (ActionTaken) account.gateway.inbound.stored().get(1).event();
        assertThat(taken.grant().closed()).isEqualTo("taken-over");
        assertThat(taken.grant().until()).isNotNull();
        assertThat(account.asked("trans")).isEmpty();
    }

    @Test
    void aSessionEndsWhenItsTicketIsSolved() throws Exception {
        account.answers.get("get").add("{\"errcode\":0,\"service_state\":1}");
        account.answers.get("get").add("{\"errcode\":0,\"service_state\":3}");
        PartyKey party = KfFixture.reply(UUID.randomUUID(), "x").party();

        get(account.connector.solved(party));
        get(account.connector.solved(party));

        assertThat(account.asked("trans"))
                .singleElement()
                .satisfies(
                        asked -> assertThat(asked.getInteger("service_state")).isEqualTo(4));
        assertThat(account.gateway.inbound.stored())
                .singleElement()
                .satisfies(stored -> assertThat(stored.event().grant().closed()).isEqualTo("session-ended"));
    }

    @Test
    void aCursorOlderThanTheProviderKeepsIsAnAlarm() throws Exception {
        account.close();
        Instant old = Instant.now().minus(Duration.ofDays(4)).truncatedTo(ChronoUnit.SECONDS);
        account = new KfFixture(Duration.ofMinutes(15), state -> state.put("kf-cursor", Buffer.buffer("c0\n" + old)));

        Eventually.becomesTrue(() -> account.connector.facts().containsKey("missed"));
        assertThat(account.connector.facts().get("missed")).startsWith(old + " - ");
        assertThat(account.gateway
                        .meters
                        .counter(KfHorizon.PASSED, "inbox", "kf")
                        .count())
                .isEqualTo(1);
        Eventually.becomesTrue(() -> cursor().startsWith("c0\n") && !cursor().contains(old.toString()));
        Eventually.becomesTrue(() -> account.connector.health().succeeded());
        assertThat(account.gateway.meters.get(KfHorizon.AGE).gauge().value()).isBetween(0.0, 60.0);
    }

    @Test
    void anAccountThatCannotBePulledForThreeDaysIsDown() throws Exception {
        account.close();
        Instant old = Instant.now().minus(Duration.ofDays(4)).truncatedTo(ChronoUnit.SECONDS);
        account = new KfFixture(Duration.ofMinutes(15), state -> state.put("kf-cursor", Buffer.buffer("bad\n" + old)));

        Eventually.becomesTrue(() -> account.connector.health().failed());
        assertThat(account.connector.health().cause()).hasMessageContaining("nothing was pulled since " + old);
    }

    @Test
    void aRecallThatIsToldTwiceIsOne() throws Exception {
        JsonObject recall =
                new JsonObject().put("event_type", "user_recall_msg").put("recall_msgid", "m1");
        account.entries.add(KfFixture.event("r1", recall.copy()));
        account.entries.add(KfFixture.event("r2", recall.copy()).put("send_time", 1767225999));
        get(account.callback());

        Eventually.becomesTrue(() -> account.gateway.inbound.arrivals().size() == 2);
        assertThat(account.gateway.inbound.arrivals().get(1).contentHash())
                .isEqualTo(account.gateway.inbound.arrivals().get(0).contentHash());
        assertThat(account.gateway.inbound.stored()).hasSize(1);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private static JsonObject entered(String id, long at) {
        return KfFixture.event(
                        id, new JsonObject().put("event_type", "enter_session").put("welcome_code", "CODE-" + id))
                .put("send_time", at);
    }

    private String cursor() {
        return account.gateway
                .state
                .get("kf-cursor")
                .result()
                .map(Buffer::toString)
                .orElse("");
    }

    private double counted(String meter, String outcome) {
        return account.gateway
                .meters
                .counter(meter, "inbox", "kf", "outcome", outcome)
                .count();
    }

    @Test
    void aTokenThatIsTooOldIsLeftOut() throws Exception {
        account.answers.get("sync_msg").add("{\"errcode\":95007,\"errmsg\":\"invalid msg token\"}");
        account.entries.add(KfFixture.text("m1", "hello"));

        get(account.callback());

        Eventually.becomesTrue(() -> account.gateway.inbound.stored().size() == 1);
        assertThat(account.paths.stream().filter("gettoken"::equals)).hasSize(1);
    }

    @Test
    void whatAColleagueWroteInWeComIsOurs() throws Exception {
        MessageReceived message = (MessageReceived)
                read(KfFixture.text("m1", "在的").put("origin", 5).put("servicer_userid", "zhang"));

        assertThat(message.ours()).isTrue();
        assertThat(message.author().name()).isEqualTo("zhang");
        assertThat(message.grant().closed()).isEqualTo("taken-over");
    }

    @Test
    void aCustomersMessageOpensTheWindow() throws Exception {
        MessageReceived message = (MessageReceived) read(KfFixture.text("m1", "hi"));

        assertThat(message.externalId()).isEqualTo("msg/m1");
        assertThat(message.grant().messages()).isEqualTo(5);
        assertThat(message.party().identity().value()).isEqualTo("wm1");
    }

    @Test
    void anUnknownTypeIsKeptAndShownAsSuch() throws Exception {
        JsonObject entry = KfFixture.text("m1", "x").put("msgtype", "channels_shop_order");

        assertThat(((MessageReceived) read(entry)).card())
                .isEqualTo(new Card("unsupported", Map.of("type", "channels_shop_order")));
    }

    @Test
    void aFailureIsReportedOfTheMessageItNames() throws Exception {
        UUID id = UUID.randomUUID();
        DeliveryReported report = (DeliveryReported) read(KfFixture.event(
                "e1",
                new JsonObject()
                        .put("event_type", "msg_send_fail")
                        .put("fail_msgid", MessageMark.of(id, 0))
                        .put("fail_type", 6)));

        assertThat(report.message()).isEqualTo(id);
        assertThat(report.state()).isEqualTo("failed");
        assertThat(report.reason()).isEqualTo("fail_type 6: more than 5 messages");
        assertThat(report.grant().closed()).isEqualTo("count-used-up");
    }

    @ParameterizedTest
    @CsvSource({"1, taken, taken-over", "2, passed-on, taken-over", "3, ended, session-ended"})
    void aSessionThatAColleagueHasCannotBeAnswered(int change, String word, String closed) throws Exception {
        ActionTaken action = (ActionTaken) read(KfFixture.event(
                "e1",
                new JsonObject().put("event_type", "session_status_change").put("change_type", change)));

        assertThat(action.card()).isEqualTo(new Card("session", Map.of("change", word)));
        assertThat(action.grant().closed()).isEqualTo(closed);
    }

    @Test
    void whatIsAboutNobodysConversationIsCountedAndLeft() throws Exception {
        JsonObject status = new JsonObject()
                .put("msgid", "e1")
                .put("send_time", 1)
                .put("msgtype", "event")
                .put("event", new JsonObject().put("event_type", "servicer_status_change"));

        assertThat(get(account.connector.read(Buffer.buffer(status.encode())))).isEmpty();
    }

    @Test
    void aReplyCarriesAnIdOfOurs() throws Exception {
        UUID id = UUID.randomUUID();

        assertThat(get(account.connector.send(KfFixture.reply(id, "好的")))).isInstanceOf(Delivery.Accepted.class);

        JsonObject sent = account.asked.get(account.asked.size() - 1);
        assertThat(sent.getString("msgid")).matches("[0-9a-zA-Z_-]{1,32}");
        assertThat(MessageMark.read(sent.getString("msgid"))).contains(id);
        assertThat(MessageMark.read("somebody-elses")).isEmpty();
    }

    @Test
    void aNewSessionIsTakenOnceAndTheReplySentAgain() throws Exception {
        account.answers.get("send_msg").add("{\"errcode\":95018}");
        account.answers.get("get").add("{\"errcode\":0,\"service_state\":0}");

        assertThat(get(account.connector.send(KfFixture.reply(UUID.randomUUID(), "hi"))))
                .isInstanceOf(Delivery.Accepted.class);
        assertThat(account.paths).containsSubsequence("send_msg", "get", "trans", "send_msg");
    }

    @Test
    void aSessionThatIsOverIsSaidSo() throws Exception {
        account.answers.get("send_msg").add("{\"errcode\":95018}");
        account.answers.get("get").add("{\"errcode\":0,\"service_state\":4}");

        Delivery.Rejected rejected =
                (Delivery.Rejected) get(account.connector.send(KfFixture.reply(UUID.randomUUID(), "hi")));

        assertThat(rejected.grant().closed()).isEqualTo("session-ended");
    }

    @Test
    void aSessionOfAColleagueStaysTheirs() throws Exception {
        account.answers.get("send_msg").add("{\"errcode\":95018}");
        account.answers.get("get").add("{\"errcode\":0,\"service_state\":3,\"servicer_userid\":\"zhang\"}");

        Delivery.Rejected rejected =
                (Delivery.Rejected) get(account.connector.send(KfFixture.reply(UUID.randomUUID(), "hi")));

        assertThat(rejected.grant().closed()).isEqualTo("taken-over");
        assertThat(account.paths).doesNotContain("trans");
    }

    @ParameterizedTest
    @CsvSource({"95001, count-used-up", "95002, window-closed", "95013, session-ended"})
    void theProvidersWordClosesTheWindow(int code, String closed) throws Exception {
        account.answers.get("send_msg").add("{\"errcode\":" + code + "}");

        Future<Delivery> answer = account.connector.send(KfFixture.reply(UUID.randomUUID(), "hi"));

        assertThat(((Delivery.Rejected) get(answer)).grant().closed()).isEqualTo(closed);
    }

    private Object read(JsonObject entry) throws Exception {
        List<?> events = get(account.connector.read(Buffer.buffer(entry.encode())));
        assertThat(events).hasSize(1);
        return events.get(0);
    }
}
