package tributary.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.config.DataSize;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** An agent who reads too slowly is cut, harms nobody and misses nothing. */
class SlowAgentIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private static final String BIG = "x".repeat(20_000);

    private PushFixture live;
    private UUID mei;
    private long ticket;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        PushConfig.SlowConsumer small =
                new PushConfig.SlowConsumer(DataSize.parse("64KiB"), DataSize.parse("256KiB"), Duration.ofSeconds(4));
        live = new PushFixture(node, new PushConfig(Duration.ofSeconds(5), null, null, small));
        mei = node.agentOf("Mei", "web");
        ticket = node.says("v1", "hello");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void whoNeverReadsIsCutAndResumesWhileOthersGetEverything() {
        AgentPage good = live.logIn(mei);
        good.sub("inbox:web");
        AgentPage slow = live.logIn(mei);
        slow.sub("inbox:web");
        slow.sleep();

        long head = write(60);

        good.reaches("inbox:web", head);
        TestNode.eventually(() -> node.meters.counter(Push.SLOW).count() == 1);
        assertThat(good.positions("inbox:web")).isEqualTo(AgentPage.range(3, head));

        slow.wake();
        slow.closed();
        List<Long> taken = slow.positions("inbox:web");
        long last = taken.isEmpty() ? 2 : taken.get(taken.size() - 1);
        assertThat(taken).isEqualTo(AgentPage.range(3, last));
        AgentPage again = live.logIn(mei);
        again.resume("inbox:web", last);
        again.reaches("inbox:web", head);
        assertThat(again.positions("inbox:web")).isEqualTo(AgentPage.range(last + 1, head));
        assertThat(node.meters.counter(Push.SLOW).count()).isEqualTo(1);
    }

    @Test
    void aReplayLargerThanTheBoundReachesWhoReads() {
        long head = write(90);
        AgentPage page = live.logIn(mei);

        page.resume("inbox:web", 0);

        page.reaches("inbox:web", head);
        assertThat(page.positions("inbox:web")).isEqualTo(AgentPage.range(1, head));
        assertThat(node.meters.counter(Push.SLOW).count()).isZero();
    }

    @Test
    void twoReplaysOnOneSocketBothReachTheirEnd() {
        long head = write(150);
        AgentPage page = live.logIn(mei);
        JsonArray both = new JsonArray().add(sub(101, "inbox:web")).add(sub(102, "ticket:" + ticket));

        page.send(both.encode());
        page.reaches("inbox:web", head);
        page.reaches("ticket:" + ticket, head);

        assertThat(page.positions("inbox:web")).isEqualTo(AgentPage.range(1, head));
        assertThat(page.positions("ticket:" + ticket)).isEqualTo(AgentPage.range(1, head));
    }

    @Test
    void aHeartbeatAndAnAnswerBehindAReplayDoNotCutWhoReadsInTime() {
        long head = write(150);
        AgentPage page = live.logIn(mei);
        page.sleep();
        page.send(sub(101, "inbox:web").encode());
        TestNode.eventually(() -> waiting() == 1);

        live.push.hub().beat();
        page.send(sub(102, "ticket:" + ticket).encode());
        page.wake();
        page.reaches("inbox:web", head);
        page.reaches("ticket:" + ticket, head);

        assertThat(page.ofType("ping")).isNotEmpty();
        assertThat(page.positions("inbox:web")).isEqualTo(AgentPage.range(1, head));
        assertThat(page.positions("ticket:" + ticket)).isEqualTo(AgentPage.range(1, head));
        assertThat(node.meters.counter(Push.SLOW).count()).isZero();
    }

    /** Sockets whose replay waits for room. */
    private int waiting() {
        AtomicInteger waiting = new AtomicInteger();
        CountDownLatch looked = new CountDownLatch(1);
        live.push.hub().eachSocket(socket -> {
            waiting.addAndGet(socket.writer().waits() ? 1 : 0);
            looked.countDown();
        });
        try {
            assertThat(looked.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return waiting.get();
    }

    @Test
    void whoSleepsThroughAReplayIsCutAfterAWhile() {
        write(90);
        AgentPage page = live.logIn(mei);
        page.sleep();

        page.send(sub(101, "inbox:web").encode());

        TestNode.eventually(() -> node.meters.counter(Push.SLOW).count() == 1);
        TestNode.eventually(() -> node.meters.find(Push.SOCKETS).gauge().value() == 0);
    }

    private static JsonObject sub(int id, String topic) {
        return new JsonObject()
                .put("t", "sub")
                .put("id", id)
                .put(
                        "d",
                        new JsonObject()
                                .put("topic", topic)
                                .put("epoch", PushFixture.EPOCH)
                                .put("seq", 0));
    }

    /** Big replies; answers the head of the inbox afterwards. All events are of the one ticket. */
    private long write(int replies) {
        for (int i = 0; i < replies; i++) {
            node.reply(ticket, mei, i + BIG);
        }
        return (Long) node.value(
                "select position from inbox_stream s join inbox i on i.id = s.inbox_id" + " where i.name = 'web'");
    }
}
