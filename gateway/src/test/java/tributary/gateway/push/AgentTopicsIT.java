package tributary.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.ReplayWindow;
import tributary.gateway.ticket.Status;
import tributary.gateway.ticket.TicketEvent;
import tributary.gateway.ticket.TicketLog;

/** What an agent who follows a topic gets. */
class AgentTopicsIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private PushFixture live;
    private UUID mei;
    private AgentPage page;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        live = new PushFixture(node, new PushConfig(Duration.ofMillis(500), null, null, null));
        mei = node.agentOf("Mei", "web");
        page = live.logIn(mei);
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void withoutACursorOnlyWhatComesIsPushed() {
        node.says("v1", "before");

        JsonObject answer = page.sub("inbox:web");
        node.says("v1", "after");

        assertThat(answer.getJsonObject("d"))
                .isEqualTo(new JsonObject().put("seq", 2).put("epoch", PushFixture.EPOCH));
        page.reaches("inbox:web", 3);
        assertThat(page.positions("inbox:web")).containsExactly(3L);
        JsonObject event = page.events("inbox:web").get(0).getJsonObject("d");
        assertThat(event.getString("k")).isEqualTo("message.created");
        assertThat(event.getJsonObject("data").getString("text")).isEqualTo("after");
    }

    @Test
    void aTicketsTopicCountsByItsOwnSeq() {
        node.says("v0", "somebody else");
        long ticket = node.says("v1", "hello");
        page.sub("ticket:" + ticket);

        node.reply(ticket, mei, "hi");

        page.reaches("ticket:" + ticket, 4);
        assertThat(page.positions("ticket:" + ticket)).containsExactly(3L, 4L);
    }

    @Test
    void withACursorExactlyTheMissingEventsCome() {
        for (int i = 0; i < 5; i++) {
            node.says("v" + i, "hello");
        }

        TestNode.eventually(() -> live.push.shown("web") == 10);
        JsonObject answer = page.resume("inbox:web", 3);
        node.says("v1", "live");

        assertThat(answer.getJsonObject("d").getBoolean("recovered")).isTrue();
        assertThat(answer.getJsonObject("d").getLong("seq")).isEqualTo(10);
        page.reaches("inbox:web", 11);
        assertThat(page.positions("inbox:web")).isEqualTo(AgentPage.range(4, 11));
    }

    @Test
    void whoComesBackFindsInTheReplayWindowWhatWasMissed() {
        for (int i = 0; i < 60; i++) {
            node.says("v" + i, "hello");
        }
        TestNode.eventually(() -> live.push.shown("web") == 120);

        page.resume("inbox:web", 3);

        page.reaches("inbox:web", 120);
        assertThat(page.positions("inbox:web")).isEqualTo(AgentPage.range(4, 120));
        assertThat(node.meters.counter(ReplayWindow.READS, "from", "window").count())
                .isGreaterThan(1);
        assertThat(node.meters.counter(ReplayWindow.READS, "from", "log").count())
                .isZero();
    }

    @Test
    void aCursorAtTheHeadMissesNothing() {
        node.says("v1", "hello");

        assertThat(page.resume("inbox:web", 2).getJsonObject("d").getBoolean("recovered"))
                .isTrue();
        node.says("v1", "again");

        page.reaches("inbox:web", 3);
        assertThat(page.positions("inbox:web")).containsExactly(3L);
    }

    @Test
    void aCursorOfAnotherEpochOrOfTheFutureGetsASnapshot() {
        long ticket = node.says("v1", "hello");

        for (JsonObject answer : List.of(
                page.resume("inbox:web", "epoch-0", 1), page.resume("inbox:web", 99), page.resume("inbox:web", -1))) {
            JsonObject data = answer.getJsonObject("d");
            assertThat(data.getBoolean("recovered")).isFalse();
            assertThat(data.getLong("seq")).isEqualTo(2);
            assertThat(data.getJsonObject("snapshot")
                            .getJsonArray("tickets")
                            .getJsonObject(0)
                            .getLong("number"))
                    .isEqualTo(ticket);
        }
    }

    @Test
    void aTicketsSnapshotHasItsMessages() {
        long ticket = node.says("v1", "hello");
        node.reply(ticket, mei, "hi");

        JsonObject data = page.resume("ticket:" + ticket, "epoch-0", 0).getJsonObject("d");

        assertThat(data.getLong("seq")).isEqualTo(4);
        assertThat(data.getJsonObject("snapshot").getJsonArray("messages").stream()
                        .map(message -> ((JsonObject) message).getString("text")))
                .containsExactly("hello", "hi");
    }

    @Test
    void afterASnapshotTakenWhileOthersWriteNoEventIsMissing() {
        long ticket = node.says("v1", "hello");
        List<Future<?>> replies = new ArrayList<>();
        List<AgentPage> pages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replies.add(node.replying(ticket, mei, "reply " + i));
            if (i % 20 == 10) {
                pages.add(live.logIn(mei));
            }
        }
        List<Long> snapshots = pages.stream()
                .map(each -> each.resume("inbox:web", "epoch-0", 0)
                        .getJsonObject("d")
                        .getLong("seq"))
                .toList();
        await(Future.all(replies));
        long head = (Long) node.value(
                "select position from inbox_stream s join inbox i on i.id = s.inbox_id" + " where i.name = 'web'");

        for (int i = 0; i < pages.size(); i++) {
            AgentPage each = pages.get(i);
            if (snapshots.get(i) < head) {
                each.reaches("inbox:web", head);
            }
            assertThat(each.positions("inbox:web")).isEqualTo(AgentPage.range(snapshots.get(i) + 1, head));
        }
    }

    @Test
    void whatAgentsAreNotToldIsSkippedSoThatPositionsStayContiguous() {
        long ticket = node.says("v1", "hello");
        page.sub("inbox:web");

        await(node.reading(ticket, mei, 2));
        node.set(ticket, mei, Status.PENDING);

        page.reaches("inbox:web", 4);
        assertThat(page.events("inbox:web").get(0))
                .isEqualTo(new JsonObject()
                        .put("t", "skip")
                        .put("topic", "inbox:web")
                        .put("s", 3));
        assertThat(page.events("inbox:web").get(1).getJsonObject("d").getString("k"))
                .isEqualTo("status.changed");
    }

    @Test
    void heartbeatsCarryTheHeadsOfTheTopics() {
        long ticket = node.says("v1", "hello");
        page.sub("inbox:web");
        page.sub("ticket:" + ticket);

        TestNode.eventually(() -> page.ofType("ping").stream()
                .anyMatch(ping -> ping.getJsonObject("d")
                        .getJsonObject("heads")
                        .equals(new JsonObject().put("inbox:web", 2).put("ticket:" + ticket, 2))));
    }

    @Test
    void aHeartbeatSpeaksOfNothingThatComesBehindIt() {
        long ticket = node.says("v1", "hello");
        page.sub("inbox:web");
        try (TestNode other = node.another()) {
            other.reply(ticket, mei, "the feed is not told of this");
        }
        List<TicketEvent> unheard =
                await(new TicketLog(node.database).ofInbox(node.web().id(), 2, 10));

        node.vertx.runOnContext(on -> {
            live.push.hub().beat();
            live.push.hub().deliver(unheard);
        });

        page.reaches("inbox:web", 4);
        long position = 2;
        for (JsonObject frame : page.frames()) {
            position = frame.getLong("s", position);
            if (frame.getString("t").equals("ping")) {
                JsonObject heads = frame.getJsonObject("d").getJsonObject("heads");
                assertThat(heads.getLong("inbox:web", 0L)).isLessThanOrEqualTo(position);
            }
        }
    }

    @Test
    void aSilentPageIsClosed() {
        page.fallsSilent();

        assertThat(page.closed()).isEqualTo(3012);
    }

    @Test
    void aLostRightEndsTheTopicWithinFiveSeconds() {
        node.says("v1", "hello");
        AgentPage calm = live.logIn(mei);
        calm.sub("inbox:web");

        DB.run("delete from inbox_access");
        long lost = System.nanoTime();
        TestNode.eventually(() -> !calm.ofType("unsub").isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - lost)).isLessThan(Duration.ofSeconds(5));
        assertThat(calm.ofType("unsub").get(0))
                .isEqualTo(new JsonObject()
                        .put("t", "unsub")
                        .put("topic", "inbox:web")
                        .put("d", new JsonObject().put("reason", "forbidden")));
        long before = calm.events("inbox:web").size();
        node.says("v1", "not for Mei any more");
        assertThat(calm.sub("inbox:web").getJsonObject("d").getString("code")).isEqualTo("forbidden");
        assertThat(calm.events("inbox:web")).hasSize((int) before);
    }

    @Test
    void aPageThatMaySeeMoreIsToldToLook() {
        AgentPage calm = live.logIn(mei);
        DB.run("delete from inbox_access");
        TestNode.eventually(() ->
                "forbidden".equals(calm.sub("inbox:web").getJsonObject("d").getString("code")));
        assertThat(calm.ofType("granted")).isEmpty();

        DB.run(
                "insert into inbox_access (agent_id, inbox_id) select a.id, i.id from agent a, inbox i where i.name = 'web'");

        TestNode.eventually(() -> !calm.ofType("granted").isEmpty());
        assertThat(calm.sub("inbox:web").getString("t")).isEqualTo("ok");
        calm.sub("me");
        assertThat(calm.ofType("granted")).containsExactly(new JsonObject().put("t", "granted"));
    }

    @Test
    void anAgentWhoIsSwitchedOffIsThrownOut() {
        AgentPage calm = live.logIn(mei);

        DB.run("update agent set active = false");

        assertThat(calm.closed()).isEqualTo(3500);
    }

    @Test
    void afterUnsubNothingComes() {
        page.sub("inbox:web");
        page.ask("unsub", new JsonObject().put("topic", "inbox:web"));
        AgentPage other = live.logIn(mei);
        other.sub("inbox:web");

        node.says("v1", "hello");

        other.reaches("inbox:web", 2);
        assertThat(page.events("inbox:web")).isEmpty();
    }

    @Test
    void aNodeThatStopsTellsItsPagesToComeBack() {
        await(live.push.stop());

        assertThat(page.closed()).isEqualTo(3001);
        assertThat(page.ofType("bye").get(0).getJsonObject("d").getInteger("retryAfter"))
                .isBetween(1, 5);
    }
}
