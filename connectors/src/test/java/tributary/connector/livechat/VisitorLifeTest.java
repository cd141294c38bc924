package tributary.connector.livechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tributary.config.DataSize;
import tributary.connector.Eventually;
import tributary.connector.livechat.LiveChatConfig.SlowConsumer;
import tributary.connector.livechat.rule.FormConfig;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent.ProfileGiven;
import tributary.conversation.PartyKey;

/** What takes time or another configuration: liveness, slow readers, forms, shutting down. */
class VisitorLifeTest {
    private static final Duration LONG = Duration.ofSeconds(25);

    @Test
    void pingsAndClosesASilentSocket() throws Exception {
        try (LiveChatFixture chat = new LiveChatFixture(
                LiveChatFixture.config(Duration.ofMillis(100), Duration.ofSeconds(10), SlowConsumer.STANDARD, null))) {
            Widget widget = chat.connect();
            widget.fallsSilent();
            widget.hello();

            assertThat(widget.await("ping")).isEqualTo(new JsonObject().put("t", "ping"));
            assertThat(widget.closeCode()).isEqualTo(3012);
        }
    }

    @Test
    void keepsASocketThatAnswersPings() throws Exception {
        try (LiveChatFixture chat = new LiveChatFixture(
                LiveChatFixture.config(Duration.ofMillis(300), Duration.ofSeconds(10), SlowConsumer.STANDARD, null))) {
            Widget widget = chat.connect();
            widget.hello();

            for (int beat = 0; beat < 6; beat++) {
                widget.await("ping");
            }

            assertThat(widget.isClosed()).isFalse();
        }
    }

    @Test
    void closesASocketThatSaysNoHello() throws Exception {
        try (LiveChatFixture chat =
                new LiveChatFixture(LiveChatFixture.config(LONG, Duration.ofMillis(50), SlowConsumer.STANDARD, null))) {
            assertThat(chat.connect().closeCode()).isEqualTo(3502);
        }
    }

    @Test
    void closesASlowReaderWhileOthersGoOn() throws Exception {
        SlowConsumer strict =
                new SlowConsumer(DataSize.ofKibibytes(64), DataSize.ofMebibytes(1), Duration.ofSeconds(3));
        try (LiveChatFixture chat =
                new LiveChatFixture(LiveChatFixture.config(LONG, Duration.ofSeconds(10), strict, null))) {
            Widget slow = chat.connect();
            JsonObject session = slow.hello();
            slow.answer(slow.message("c-1", "hello"));
            Widget quick = chat.connect();
            quick.hello(new JsonObject().put("vid", session.getString("vid")).put("vtok", session.getString("vtok")));
            PartyKey party = LiveChatFixture.visitor(session.getString("vid"));

            slow.socket().pause();
            for (int i = 0; i < 3000; i++) {
                chat.gateway.conversations.say(party, Author.agent("Li"), "x".repeat(4000));
            }
            Counter closes = chat.gateway.meters.counter(LiveChatMetrics.SLOW_CLOSES, "inbox", "web");
            Eventually.becomesTrue(() -> closes.count() == 1);
            for (int seq = 2; seq <= 3001; seq++) {
                assertThat(quick.await("msg.new").getInteger("s")).isEqualTo(seq);
            }
            slow.socket().resume();

            assertThat(slow.closeCode()).isEqualTo(3008);
        }
    }

    @Test
    void catchesUpFromTheStoreWhenASlowReaderReadsAgain() throws Exception {
        SlowConsumer patient =
                new SlowConsumer(DataSize.ofKibibytes(64), DataSize.ofMebibytes(1), Duration.ofSeconds(30));
        try (LiveChatFixture chat =
                new LiveChatFixture(LiveChatFixture.config(LONG, Duration.ofSeconds(10), patient, null))) {
            Widget slow = chat.connect();
            PartyKey party = LiveChatFixture.visitor(slow.hello().getString("vid"));
            slow.message("c-1", "hello");
            slow.await("msg.new");
            slow.socket().pause();

            for (int i = 0; i < 3000; i++) {
                chat.gateway.conversations.say(party, Author.agent("Li"), "x".repeat(4000));
            }
            slow.socket().resume();

            for (int seq = 2; seq <= 3001; seq++) {
                assertThat(slow.await("msg.new").getInteger("s")).isEqualTo(seq);
            }
        }
    }

    @Test
    void asksForTheFormBeforeTheFirstMessage() throws Exception {
        FormConfig form = new FormConfig(List.of(
                new FormConfig.Field("email", "email", true, "E-mail", List.of()),
                new FormConfig.Field("topic", "select", false, null, List.of("Order", "Refund"))));
        try (LiveChatFixture chat = new LiveChatFixture(
                LiveChatFixture.config(LONG, Duration.ofSeconds(10), SlowConsumer.STANDARD, form))) {
            Widget widget = chat.connect();
            JsonObject asked = widget.hello().getJsonObject("form");
            JsonObject submit = new JsonObject().put("cid", "f-1").put("fid", asked.getString("fid"));

            JsonObject early = widget.answer(widget.message("c-1", "hello"));
            JsonObject wrong = widget.answer(widget.request(
                    "form.submit", submit.copy().put("values", new JsonObject().put("email", "nobody"))));
            JsonObject right = widget.answer(widget.request(
                    "form.submit", submit.copy().put("values", new JsonObject().put("email", "li@example.cn"))));
            JsonObject late = widget.answer(widget.message("c-1", "hello"));

            assertThat(asked.getJsonArray("fields").size()).isEqualTo(2);
            assertThat(early.getJsonObject("d").getString("code")).isEqualTo("form-required");
            assertThat(wrong.getJsonObject("d"))
                    .isEqualTo(new JsonObject()
                            .put("code", "form-invalid")
                            .put("fields", new JsonObject().put("email", "email")));
            assertThat(right.getString("t")).isEqualTo("ok");
            assertThat(late.getString("t")).isEqualTo("ok");
            ProfileGiven given =
                    (ProfileGiven) chat.gateway.inbound.stored().get(0).event();
            assertThat(given.facts()).containsOnly(Map.entry("email", "li@example.cn"));
        }
    }

    @Test
    void tellsWhenAgentsComeOrGo() throws Exception {
        try (LiveChatFixture chat = new LiveChatFixture(
                LiveChatFixture.config(Duration.ofMillis(250), Duration.ofSeconds(10), SlowConsumer.STANDARD, null))) {
            chat.gateway.conversations.agents(0);
            Widget widget = chat.connect();
            JsonObject welcome = widget.hello();

            chat.gateway.conversations.agents(2);

            assertThat(welcome.getJsonObject("agents").getBoolean("online")).isFalse();
            assertThat(widget.await("presence").getJsonObject("d"))
                    .isEqualTo(new JsonObject().put("online", true).put("agents", 2));
        }
    }

    @Test
    void closesManySocketsOverTheDrainTime() throws Exception {
        try (LiveChatFixture chat = new LiveChatFixture(LiveChatFixture.config())) {
            Widget[] widgets = new Widget[120];
            for (int i = 0; i < widgets.length; i++) {
                widgets[i] = chat.connect();
                widgets[i].hello();
            }

            Widget.get(chat.connector.stop());

            for (Widget widget : widgets) {
                assertThat(widget.closeCode()).isEqualTo(3001);
            }
        }
    }

    @Test
    void historyPagesBackwards() throws Exception {
        try (LiveChatFixture chat = new LiveChatFixture(LiveChatFixture.config())) {
            Widget widget = chat.connect();
            widget.hello();
            String first = widget.answer(widget.message("c-1", "one"))
                    .getJsonObject("d")
                    .getString("mid");
            String second = widget.answer(widget.message("c-2", "two"))
                    .getJsonObject("d")
                    .getString("mid");

            JsonObject page = widget.answer(widget.request(
                            "hist.get", new JsonObject().put("before", second).put("n", 5)))
                    .getJsonObject("d");
            JsonObject unknown = widget.answer(widget.request(
                    "hist.get", new JsonObject().put("before", "m_1").put("n", 5)));

            assertThat(page.getJsonArray("msgs").getJsonObject(0).getString("mid"))
                    .isEqualTo(first);
            assertThat(page.getBoolean("more")).isFalse();
            assertThat(unknown.getJsonObject("d").getString("code")).isEqualTo("not-found");
            assertThat(UUID.fromString(first)).isNotEqualTo(UUID.fromString(second));
        }
    }
}
