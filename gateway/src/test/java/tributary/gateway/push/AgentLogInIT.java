package tributary.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** Who gets in, and what is said to malformed or forbidden requests. */
class AgentLogInIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private PushFixture live;
    private UUID mei;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        live = new PushFixture(node, new PushConfig(null, null, 3, null));
        mei = node.agentOf("Mei", "web");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aTicketLetsAnAgentIn() {
        JsonObject answer = live.page().auth(live.ticket(mei));

        assertThat(answer.getString("t")).isEqualTo("ok");
        assertThat(answer.getJsonObject("d"))
                .isEqualTo(new JsonObject()
                        .put(
                                "agent",
                                new JsonObject()
                                        .put("id", mei.toString())
                                        .put("name", "Mei")
                                        .put("role", "agent"))
                        .put("epoch", PushFixture.EPOCH)
                        .put("hb", 25));
    }

    @Test
    void aTicketIsGoodOnce() {
        String ticket = live.ticket(mei);
        live.page().auth(ticket);

        AgentPage thief = live.page();
        thief.send(auth(ticket));

        assertThat(thief.closed()).isEqualTo(3500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"ticket\":\"\"}", "{\"ticket\":5}", "{\"ticket\":\"guessed\"}"})
    void whoHasNoGoodTicketIsTurnedAway(String data) {
        AgentPage page = live.page();

        page.send("{\"t\":\"auth\",\"id\":1,\"d\":" + data + "}");

        assertThat(page.closed()).isEqualTo(3500);
    }

    @Test
    void whoSaysNothingInTimeIsTurnedAway() {
        PushFixture impatient = new PushFixture(node, new PushConfig(null, Duration.ofMillis(100), null, null));

        assertThat(impatient.page().closed()).isEqualTo(3502);
    }

    @Test
    void whoAsksBeforeLoggingInIsTurnedAway() {
        AgentPage page = live.page();

        page.send("{\"t\":\"sub\",\"id\":1,\"d\":{\"topic\":\"inbox:web\"}}");

        assertThat(page.closed()).isEqualTo(3501);
    }

    @Test
    void aLogOutEndsTheSocketsOfThatLogInOnly() {
        begin("desk");
        begin("phone");
        AgentPage desk = live.logIn(mei, "desk");
        AgentPage phone = live.logIn(mei, "phone");
        AgentPage byToken = live.logIn(mei);

        await(live.identity.sessions().logOut("desk"));

        assertThat(desk.closed()).isEqualTo(3500);
        assertThat(phone.sub("inbox:web").getString("t")).isEqualTo("ok");
        assertThat(byToken.sub("inbox:web").getString("t")).isEqualTo("ok");
    }

    @Test
    void theTicketOfALogInThatIsOverIsWorthless() {
        begin("desk");
        String ticket = await(live.identity.wsTickets().issue(mei, Optional.of("desk")));
        await(live.identity.sessions().logOut("desk"));
        AgentPage page = live.page();

        page.send(auth(ticket));

        assertThat(page.closed()).isEqualTo(3500);
    }

    @Test
    void anInactiveAgentsTicketIsWorthless() {
        String ticket = live.ticket(mei);
        DB.run("update agent set active = false");
        AgentPage page = live.page();

        page.send(auth(ticket));

        assertThat(page.closed()).isEqualTo(3500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{",
                "5",
                "null",
                "\"text\"",
                "[5]",
                "[[]]",
                "[{\"t\":\"pong\"},[{\"t\":\"pong\"}]]",
                "{}",
                "{\"t\":5}",
                "{\"t\":\"sub\",\"id\":2,\"d\":\"inbox:web\"}",
                "{\"t\":\"sub\",\"id\":2,\"d\":null}",
                "{\"t\":\"sub\",\"id\":\"2\",\"d\":{}}",
                "{\"t\":\"sub\",\"id\":0,\"d\":{}}",
                "{\"t\":\"sub\",\"id\":4294967296,\"d\":{}}",
                "{\"t\":\"sub\",\"id\":1.5,\"d\":{}}"
            })
    void aMalformedFrameEndsTheConnection(String frame) {
        AgentPage page = live.logIn(mei);

        page.send(frame);

        assertThat(page.closed()).isEqualTo(3501);
    }

    @Test
    void aBinaryFrameEndsTheConnection() {
        AgentPage page = live.logIn(mei);

        page.sendBinary(Buffer.buffer("{\"t\":\"pong\"}"));

        assertThat(page.closed()).isEqualTo(3501);
    }

    @Test
    void moreThanFiftyEnvelopesAtOnceEndTheConnection() {
        AgentPage page = live.logIn(mei);
        JsonArray batch = new JsonArray();
        for (int i = 0; i < 51; i++) {
            batch.add(new JsonObject().put("t", "pong"));
        }

        page.send(batch.encode());

        assertThat(page.closed()).isEqualTo(3501);
    }

    @Test
    void anUnknownTypeIsAnErrorAndNoMore() {
        AgentPage page = live.logIn(mei);

        JsonObject answer = page.ask("dance", new JsonObject());

        assertThat(code(answer)).isEqualTo("unknown-type");
        assertThat(page.sub("inbox:web").getString("t")).isEqualTo("ok");
    }

    @Test
    void missingAndForbiddenTopicsLookAlike() {
        long ticket = node.says("v1", "hello");
        AgentPage page = live.logIn(node.agentOf("Lin", "shop"));

        for (String topic : new String[] {
            "inbox:web", "inbox:nowhere", "ticket:" + ticket, "ticket:999999", "ticket:0", "ticket:x", "team:1", ""
        }) {
            assertThat(page.sub(topic).getJsonObject("d"))
                    .as(topic)
                    .isEqualTo(new JsonObject().put("code", "forbidden"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"topic\":5}",
                "{\"topic\":\"inbox:web\",\"epoch\":\"epoch-1\"}",
                "{\"topic\":\"inbox:web\",\"epoch\":5,\"seq\":1}",
                "{\"topic\":\"inbox:web\",\"epoch\":\"epoch-1\",\"seq\":\"1\"}"
            })
    void aSubscriptionOfTheWrongShapeIsABadRequest(String data) {
        assertThat(code(live.logIn(mei).ask("sub", new JsonObject(data)))).isEqualTo("bad-request");
    }

    @Test
    void moreTopicsThanAllowedAreRefusedHoweverFastTheyAreAskedFor() {
        JsonArray batch = new JsonArray();
        for (int i = 0; i < 5; i++) {
            long ticket = node.says("v" + i, "hello");
            batch.add(new JsonObject()
                    .put("t", "sub")
                    .put("id", 100 + i)
                    .put("d", new JsonObject().put("topic", "ticket:" + ticket)));
        }
        AgentPage page = live.logIn(mei);

        page.send(batch.encode());

        long taken = AgentPage.range(100, 104).stream()
                .filter(id -> page.answer(id).getString("t").equals("ok"))
                .count();
        assertThat(taken).isEqualTo(3);
    }

    @Test
    void aPageOfAnotherSiteIsRefused() {
        WebSocketConnectOptions foreign =
                new WebSocketConnectOptions().addSubProtocol("ag1").putHeader("Origin", "https://evil.example.com");

        assertThatThrownBy(() -> live.page(foreign))
                .isInstanceOf(UpgradeRejectedException.class)
                .hasMessageContaining("403");
    }

    @Test
    void aPageOfOurOwnSiteIsTaken() {
        AgentPage page =
                live.page(new WebSocketConnectOptions().addSubProtocol("ag1").putHeader("Origin", PushFixture.ORIGIN));

        assertThat(page.auth(live.ticket(mei)).getString("t")).isEqualTo("ok");
    }

    /** A log-in of Mei with this secret. */
    private void begin(String secret) {
        DB.run("insert into agent_session (token_hash, agent_id) values (sha256('" + secret + "'), '" + mei + "')");
    }

    private static String auth(String ticket) {
        return new JsonObject()
                .put("t", "auth")
                .put("id", 1)
                .put("d", new JsonObject().put("ticket", ticket))
                .encode();
    }

    private static String code(JsonObject answer) {
        assertThat(answer.getString("t")).isEqualTo("err");
        return answer.getJsonObject("d").getString("code");
    }
}
