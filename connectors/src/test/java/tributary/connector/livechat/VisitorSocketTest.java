package tributary.connector.livechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.Arrival;
import tributary.connector.Eventually;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.PartyEvent;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;

class VisitorSocketTest {
    private static final Author AGENT = Author.agent("小王");

    private LiveChatFixture chat;

    @BeforeEach
    void open() throws Exception {
        chat = new LiveChatFixture(LiveChatFixture.config());
    }

    @AfterEach
    void close() throws Exception {
        chat.close();
    }

    @Test
    void welcomesAStrangerAtOnceAndWritesNoSession() throws Exception {
        JsonObject welcome = chat.connect().hello();

        assertThat(welcome.getString("vid")).startsWith("v_");
        assertThat(welcome.getString("vtok")).hasSize(43);
        assertThat(welcome.getInteger("seq")).isZero();
        assertThat(welcome.getBoolean("recovered")).isTrue();
        assertThat(welcome.getValue("conv")).isNull();
        assertThat(chat.gateway.sessions.count()).isZero();
        assertThat(chat.gateway.conversations.followers()).isZero();
    }

    @Test
    void writesTheSessionWithTheFirstMessageAndAnswersOkAfterTheCommitOnly() throws Exception {
        Widget widget = chat.connect();
        String vid = widget.hello().getString("vid");
        chat.gateway.inbound.hold();

        int id = widget.message("c-1", "  你好\u0007 ");
        Eventually.becomesTrue(() -> chat.gateway.inbound.arrivals().size() == 1);
        assertThat(widget.hasNothing()).isTrue();
        chat.gateway.inbound.release();

        JsonObject ok = widget.answer(id);
        assertThat(ok.getString("t")).isEqualTo("ok");
        MessageReceived stored =
                (MessageReceived) chat.gateway.inbound.stored().get(0).event();
        assertThat(stored.externalId()).isEqualTo(vid + "/c-1");
        assertThat(stored.text()).isEqualTo("你好");
        assertThat(stored.party()).isEqualTo(LiveChatFixture.visitor(vid));
        assertThat(chat.gateway.sessions.count()).isEqualTo(1);
    }

    @Test
    void showsTheVisitorTheirOwnMessageWithItsPosition() throws Exception {
        Widget widget = chat.connect();
        widget.hello();

        widget.message("c-1", "hello");

        JsonObject push = widget.await("msg.new");
        assertThat(push.getInteger("s")).isEqualTo(1);
        assertThat(push.getJsonObject("d").getString("cid")).isEqualTo("c-1");
        assertThat(push.getJsonObject("d").getJsonObject("by").getString("k")).isEqualTo("visitor");
    }

    @Test
    void answersARepetitionWithTheSameIdAndAConflictWithAnError() throws Exception {
        Widget widget = chat.connect();
        widget.hello();
        String mid = mid(widget.answer(widget.message("c-1", "hello")));

        assertThat(mid(widget.answer(widget.message("c-1", "hello")))).isEqualTo(mid);
        assertThat(code(widget.answer(widget.message("c-1", "other")))).isEqualTo("cid-conflict");
        assertThat(chat.gateway.inbound.stored()).hasSize(1);
    }

    @Test
    void keepsTheOrderOfFiftyMessagesInOneBatch() throws Exception {
        Widget widget = chat.connect();
        widget.hello();
        JsonArray batch = new JsonArray();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add("message " + i);
            batch.add(widget.next(
                    "msg.send", new JsonObject().put("cid", "c-" + i).put("text", texts.get(i))));
        }

        widget.sendText(batch.encode());

        Eventually.becomesTrue(() -> chat.gateway.inbound.stored().size() == 50);
        assertThat(chat.gateway.inbound.stored().stream().map(Arrival::event).map(e -> ((MessageReceived) e).text()))
                .containsExactlyElementsOf(texts);
        for (int seq = 1; seq <= 50; seq++) {
            assertThat(widget.await("msg.new").getInteger("s")).isEqualTo(seq);
        }
    }

    @Test
    void refusesWhatWaitsBehindAMessageThatCouldNotBeStored() throws Exception {
        Widget widget = chat.connect();
        widget.hello();
        chat.gateway.inbound.unavailable(true);
        JsonArray batch = new JsonArray()
                .add(widget.next("msg.send", new JsonObject().put("cid", "c-1").put("text", "one")))
                .add(widget.next("msg.send", new JsonObject().put("cid", "c-2").put("text", "two")));

        widget.sendText(batch.encode());

        JsonObject first = widget.await("err").getJsonObject("d");
        assertThat(first.getString("code")).isEqualTo("unavailable");
        assertThat(first.getInteger("retryAfter")).isEqualTo(7);
        assertThat(code(widget.await("err"))).isEqualTo("unavailable");
        assertThat(chat.gateway.inbound.arrivals()).hasSize(1);
    }

    @Test
    void resumesAtTheTipWithNothingToTell() throws Exception {
        Talk talk = talk(3);

        Widget widget = chat.connect();
        JsonObject welcome = widget.hello(talk.at(3));

        assertThat(welcome.getBoolean("recovered")).isTrue();
        assertThat(welcome.getInteger("seq")).isEqualTo(3);
        assertThat(widget.next()).isEqualTo(synced(3));
    }

    @Test
    void replaysExactlyWhatWasMissed() throws Exception {
        Talk talk = talk(300);

        Widget widget = chat.connect();
        JsonObject welcome = widget.hello(talk.at(0));

        assertThat(welcome.getBoolean("recovered")).isTrue();
        for (int seq = 1; seq <= 300; seq++) {
            assertThat(widget.next().getInteger("s")).isEqualTo(seq);
        }
        assertThat(widget.next()).isEqualTo(synced(300));
    }

    @Test
    void replaysTheOneEventThatWasMissed() throws Exception {
        Talk talk = talk(3);

        Widget widget = chat.connect();
        widget.hello(talk.at(2));

        assertThat(widget.next().getInteger("s")).isEqualTo(3);
        assertThat(widget.next()).isEqualTo(synced(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 400})
    void snapshotsInsteadOfReplayingTooMuchOrTheFuture(long seq) throws Exception {
        Talk talk = talk(301);

        Widget widget = chat.connect();
        JsonObject welcome = widget.hello(talk.at(seq));

        assertThat(welcome.getBoolean("recovered")).isFalse();
        JsonObject snap = widget.next();
        assertThat(snap.getString("t")).isEqualTo("snap");
        assertThat(snap.getJsonObject("d").getJsonArray("msgs")).hasSize(30);
        assertThat(snap.getJsonObject("d").getBoolean("more")).isTrue();
        assertThat(widget.next()).isEqualTo(synced(301));
    }

    @Test
    void snapshotsForAnotherEpochAndForAPageThatHoldsNothing() throws Exception {
        Talk talk = talk(3);

        JsonObject wrongEpoch = chat.connect().hello(talk.at(3).put("epoch", "e0"));
        JsonObject nothing = chat.connect().hello(talk.session());

        assertThat(wrongEpoch.getBoolean("recovered")).isFalse();
        assertThat(nothing.getBoolean("recovered")).isFalse();
    }

    @Test
    void snapshotsWhenTheOldestMissedEventIsOlderThanAWeek() throws Exception {
        Talk talk = talk(1);
        Instant longAgo = Instant.now().minus(8, ChronoUnit.DAYS);
        chat.gateway.conversations.append(talk.party(), seq -> new PartyEvent.StatusChanged(seq, 7, "open", longAgo));

        JsonObject welcome = chat.connect().hello(talk.at(1));

        assertThat(welcome.getBoolean("recovered")).isFalse();
        assertThat(welcome.getJsonObject("conv").getString("id")).isEqualTo("7");
    }

    @Test
    void treatsAWrongSecretAsAStranger() throws Exception {
        Talk talk = talk(1);

        Widget widget = chat.connect();
        JsonObject welcome = widget.hello(talk.at(1).put("vtok", "A".repeat(43)));

        assertThat(welcome.getString("vid")).isNotEqualTo(talk.vid());
        assertThat(welcome.getBoolean("recovered")).isFalse();
        assertThat(widget.next().getJsonObject("d").getJsonArray("msgs")).isEmpty();
    }

    @Test
    void tellsWhichPendingMessagesAreStored() throws Exception {
        Talk talk = talk(1);

        JsonObject welcome = chat.connect()
                .hello(talk.at(1).put("pending", new JsonArray().add("c-1").add("c-9")));

        assertThat(welcome.getJsonArray("known")).containsExactly("c-1");
    }

    @Test
    void aSecondTabOfAnUnsavedVisitorSharesTheConversation() throws Exception {
        Widget first = chat.connect();
        JsonObject session = first.hello();
        Widget second = chat.connect();
        JsonObject welcome = second.hello(
                new JsonObject().put("vid", session.getString("vid")).put("vtok", session.getString("vtok")));
        second.await("synced");

        first.answer(first.message("c-1", "hello"));

        assertThat(welcome.getString("vid")).isEqualTo(session.getString("vid"));
        assertThat(second.await("msg.new").getInteger("s")).isEqualTo(1);
    }

    @Test
    void refusesTheSixthConnectionOfASession() throws Exception {
        Talk talk = talk(1);
        for (int i = 0; i < 5; i++) {
            chat.connect().hello(talk.at(1));
        }

        Widget sixth = chat.connect();
        sixth.request("hello", talk.at(1).put("v", 1));

        assertThat(sixth.closeCode()).isEqualTo(3504);
    }

    @Test
    void readsTheStoreWhenAPushWasLost() throws Exception {
        Talk talk = talk(1);
        Widget widget = chat.connect();
        widget.hello(talk.at(1));
        widget.await("synced");
        chat.gateway.conversations.silent(true);
        chat.gateway.conversations.say(talk.party(), AGENT, "lost");
        chat.gateway.conversations.silent(false);

        chat.gateway.conversations.say(talk.party(), AGENT, "seen");

        assertThat(widget.next().getInteger("s")).isEqualTo(2);
        assertThat(widget.next().getInteger("s")).isEqualTo(3);
    }

    @Test
    void closesWhenTheStoreHasAHole() throws Exception {
        Talk talk = talk(1);
        Widget widget = chat.connect();
        widget.hello(talk.at(1));
        widget.await("synced");
        chat.gateway.conversations.silent(true);
        chat.gateway.conversations.say(talk.party(), AGENT, "lost");
        chat.gateway.conversations.silent(false);
        chat.gateway.conversations.blind(true);

        chat.gateway.conversations.say(talk.party(), AGENT, "after the hole");

        assertThat(widget.closeCode()).isEqualTo(3010);
    }

    @Test
    void answersSyncWithTheEventsAfterThePosition() throws Exception {
        Talk talk = talk(4);
        Widget widget = chat.connect();
        widget.hello(talk.at(4));
        widget.await("synced");

        int id = widget.request("sync", new JsonObject().put("epoch", "e1").put("seq", 2));

        assertThat(widget.next().getInteger("re")).isEqualTo(id);
        assertThat(widget.next().getInteger("s")).isEqualTo(3);
        assertThat(widget.next().getInteger("s")).isEqualTo(4);
        assertThat(widget.next()).isEqualTo(synced(4));
    }

    @Test
    void reportsAnAgentsMessageAsDeliveredOncePerNode() throws Exception {
        Talk talk = talk(1);
        Widget one = chat.connect();
        Widget two = chat.connect();
        one.hello(talk.at(1));
        two.hello(talk.at(1));

        UUID message = chat.gateway.conversations.say(talk.party(), AGENT, "hi").message();
        one.await("msg.new");
        two.await("msg.new");
        Eventually.becomesTrue(() -> deliveries().size() == 1);

        DeliveryReported report = deliveries().get(0);
        assertThat(report.message()).isEqualTo(message);
        assertThat(report.externalId()).isEqualTo("delivered/" + message);
        assertThat(report.state()).isEqualTo("delivered");
    }

    @Test
    void carriesTypingBothWays() throws Exception {
        Talk talk = talk(1);
        Widget widget = chat.connect();
        widget.hello(talk.at(1));
        widget.await("synced");

        widget.push("typing", new JsonObject().put("on", true));
        widget.push("typing", new JsonObject().put("on", true));
        chat.gateway.conversations.signal(talk.party(), new Signal.Typing(talk.party(), true, "小王"));

        JsonObject typing = widget.await("typing").getJsonObject("d");
        assertThat(typing.getJsonObject("by").getString("name")).isEqualTo("小王");
        Eventually.becomesTrue(() -> !chat.gateway.inbound.signals().isEmpty());
        widget.answer(widget.request("hist.get", new JsonObject().put("n", 1)));
        assertThat(chat.gateway.inbound.signals()).containsExactly(new Signal.Typing(talk.party(), true, null));
    }

    @Test
    void journalsTheReadPositionAndTheEndOfTheConversation() throws Exception {
        Talk talk = talk(1);
        Widget widget = chat.connect();
        widget.hello(talk.at(1));
        UUID upTo = UUID.randomUUID();

        assertThat(widget.answer(widget.request("read", new JsonObject().put("upto", upTo.toString())))
                        .getString("t"))
                .isEqualTo("ok");
        assertThat(widget.answer(widget.request("conv.close", new JsonObject())).getString("t"))
                .isEqualTo("ok");

        assertThat(chat.gateway.inbound.stored().stream().map(a -> a.event().externalId()))
                .contains("seen/" + talk.vid() + "/" + upTo, "close/" + talk.vid() + "/1");
    }

    @Test
    void takesAPositionOfTheStreamForWhatWasRead() throws Exception {
        Talk talk = talk(1);
        Widget widget = chat.connect();
        widget.hello(talk.at(1));
        UUID answer = chat.gateway
                .conversations
                .say(LiveChatFixture.visitor(talk.vid()), Author.agent("Li"), "an answer")
                .message();
        int seq = widget.await("msg.new").getInteger("s");

        JsonObject ok = widget.answer(widget.request("read", new JsonObject().put("upto", seq)));
        JsonObject future = widget.answer(widget.request("read", new JsonObject().put("upto", seq + 5)));

        assertThat(ok.getString("t")).isEqualTo("ok");
        assertThat(future.getString("t")).isEqualTo("ok");
        assertThat(chat.gateway.inbound.stored().stream().map(a -> a.event().externalId()))
                .contains("seen/" + talk.vid() + "/" + answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[[]]",
                "1",
                "null",
                "{\"t\":\"typing\",\"d\":[]}",
                "{\"t\":\"typing\",\"d\":null}",
                "{\"t\":1}",
                "{\"t\":\"msg.send\",\"d\":{}}",
                "{\"t\":\"msg.send\",\"id\":-1,\"d\":{}}",
                "{\"t\":\"msg.send\",\"id\":4294967296,\"d\":{}}",
                "{\"t\":\"msg.send\",\"id\":\"1\",\"d\":{}}",
                "{\"t\":\"x\"} {\"t\":\"x\"}"
            })
    void closesOnAFrameThatBreaksTheProtocol(String frame) throws Exception {
        Widget widget = chat.connect();
        widget.hello();

        widget.sendText(frame);

        assertThat(widget.closeCode()).isEqualTo(3501);
    }

    @Test
    void closesOnABinaryFrameAndOnAFirstFrameThatIsNoHello() throws Exception {
        Widget binary = chat.connect();
        binary.hello();
        Widget impatient = chat.connect();

        binary.sendBinary("{}");
        impatient.message("c-1", "hello");

        assertThat(binary.closeCode()).isEqualTo(3501);
        assertThat(impatient.closeCode()).isEqualTo(3501);
    }

    @Test
    void closesOnAFrameOverTheLimit() throws Exception {
        Widget widget = chat.connect();
        widget.hello();

        widget.socket().writeFinalTextFrame("{\"t\":\"x\",\"d\":{\"a\":\"" + "x".repeat(65_536) + "\"}}");

        assertThat(widget.closeCode()).isEqualTo(1009);
    }

    @Test
    void answersUnknownTypesAndWrongDataWithErrors() throws Exception {
        Widget widget = chat.connect();
        widget.hello();

        assertThat(code(widget.answer(widget.request("csat.submit", new JsonObject()))))
                .isEqualTo("unknown-type");
        assertThat(code(widget.answer(widget.request("transcript", new JsonObject()))))
                .isEqualTo("unknown-type");
        assertThat(code(widget.answer(widget.message("no spaces", "x")))).isEqualTo("bad-request");
        assertThat(code(widget.answer(widget.message("c-1", " \u0000 ")))).isEqualTo("empty");
        assertThat(code(widget.answer(widget.message("c-1", "x".repeat(4001))))).isEqualTo("too-long");
        assertThat(code(widget.answer(widget.request("form.submit", form("nothing")))))
                .isEqualTo("not-found");
    }

    @Test
    void closesAfterThreeStrikesOverTheLimit() throws Exception {
        Widget widget = chat.connect();
        widget.hello();
        chat.gateway.limits.allow("visitor-messages", 1);

        assertThat(widget.answer(widget.message("c-1", "one")).getString("t")).isEqualTo("ok");
        assertThat(code(widget.answer(widget.message("c-2", "two")))).isEqualTo("rate-limited");
        assertThat(code(widget.answer(widget.message("c-3", "three")))).isEqualTo("rate-limited");
        widget.message("c-4", "four");

        assertThat(widget.closeCode()).isEqualTo(3013);
    }

    @Test
    void limitsHellosAndNewSessionsOfAPeer() throws Exception {
        Widget newcomer = chat.connect();
        newcomer.hello();
        chat.gateway.limits.allow("new-sessions", 0);
        chat.gateway.limits.allow("hellos", 0);
        Widget caller = chat.connect();

        assertThat(code(newcomer.answer(newcomer.message("c-1", "one")))).isEqualTo("rate-limited");
        assertThat(code(caller.answer(caller.request("hello", new JsonObject().put("v", 1)))))
                .isEqualTo("rate-limited");
        assertThat(caller.closeCode()).isEqualTo(3013);
    }

    @Test
    void saysTryLaterWhenTheStoreIsDownAtTheHello() throws Exception {
        Talk talk = talk(1);
        chat.gateway.sessions.down(true);
        Widget widget = chat.connect();

        assertThat(code(widget.answer(widget.request("hello", talk.at(1).put("v", 1)))))
                .isEqualTo("unavailable");
        assertThat(widget.closeCode()).isEqualTo(3004);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shop.example.com.evil", "https://shop.example.com:8443", "null", "http://127.0.0.1"})
    void refusesAPageThatMayNotEmbedTheWidget(String origin) {
        assertThat(statusOf(origin, "lc1")).isEqualTo(403);
    }

    @Test
    void refusesAHandshakeWithoutOriginOrSubProtocol() {
        assertThat(statusOf(null, "lc1")).isEqualTo(403);
        assertThat(statusOf("https://shop.example.com", "other")).isEqualTo(400);
        assertThat(statusOf("https://shop.example.com", "lc1")).isEqualTo(101);
        assertThat(statusOf("http://localhost:8080", "lc1")).isEqualTo(101);
    }

    @Test
    void saysByeAndClosesWhenItStops() throws Exception {
        Widget widget = chat.connect();
        widget.hello();

        Widget.get(chat.connector.stop());

        assertThat(widget.await("bye").getJsonObject("d").getInteger("retryAfter"))
                .isEqualTo(2);
        assertThat(widget.closeCode()).isEqualTo(3001);
        assertThat(statusOf("https://shop.example.com", "lc1")).isEqualTo(503);
    }

    @Test
    void leavesNothingBehindWhenAVisitorGoes() throws Exception {
        Talk talk = talk(1);
        Widget widget = chat.connect();
        widget.hello(talk.at(1));
        Eventually.becomesTrue(() -> chat.gateway.conversations.followers() == 1);

        widget.socket().close();

        Eventually.becomesTrue(() -> chat.gateway.conversations.followers() == 0
                && chat.gateway.meters.get(LiveChatMetrics.CONNECTIONS).gauge().value() == 0);
    }

    private List<DeliveryReported> deliveries() {
        return chat.gateway.inbound.arrivals().stream()
                .map(Arrival::event)
                .filter(DeliveryReported.class::isInstance)
                .map(DeliveryReported.class::cast)
                .toList();
    }

    private int statusOf(String origin, String protocol) {
        try {
            Widget.get(Widget.handshake(chat.client, chat.port, origin, protocol))
                    .close();
            return 101;
        } catch (ExecutionException e) {
            return ((UpgradeRejectedException) e.getCause()).getStatus();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject form(String fid) {
        return new JsonObject().put("cid", "f-1").put("fid", fid).put("values", new JsonObject());
    }

    private static JsonObject synced(long seq) {
        return new JsonObject().put("t", "synced").put("d", new JsonObject().put("seq", (int) seq));
    }

    private static String mid(JsonObject ok) {
        return ok.getJsonObject("d").getString("mid");
    }

    private static String code(JsonObject err) {
        return err.getJsonObject("d").getString("code");
    }

    /** A saved session whose stream has so many events; its own connection is closed. */
    private Talk talk(int events) throws Exception {
        Widget widget = chat.connect();
        JsonObject welcome = widget.hello();
        widget.answer(widget.message("c-1", "first"));
        String vid = welcome.getString("vid");
        PartyKey party = LiveChatFixture.visitor(vid);
        widget.socket().close();
        Eventually.becomesTrue(() -> chat.gateway.conversations.followers() == 0);
        for (int i = 2; i <= events; i++) {
            chat.gateway.conversations.say(party, Author.contact("", null), "message " + i);
        }
        return new Talk(vid, welcome.getString("vtok"), party);
    }

    private record Talk(String vid, String vtok, PartyKey party) {
        JsonObject session() {
            return new JsonObject().put("vid", vid).put("vtok", vtok);
        }

        JsonObject at(long seq) {
            return session().put("epoch", "e1").put("seq", seq);
        }
    }
}
