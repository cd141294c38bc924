package tributary.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.Status;
import tributary.gateway.ticket.TicketEvent;
import tributary.gateway.ticket.TicketJson;
import tributary.gateway.ticket.TicketLog;

/** Every entry once and in order, whatever becomes of the hints. What another node writes gives no hint here. */
class FeedIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private TestNode other;
    private UUID mei;
    private final List<TicketEvent> passed = new CopyOnWriteArrayList<>();

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        other = node.another();
        mei = node.agent("Mei");
    }

    @AfterEach
    void stops() {
        other.close();
        node.close();
    }

    @Test
    void hintsArePassedOnInOrder() {
        start();

        long ticket = node.says("v1", "hello");
        node.reply(ticket, mei, "hi");

        TestNode.eventually(() -> passed.size() == 4);
        assertThat(positions()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(node.meters.counter(Feed.HOLES).count()).isZero();
    }

    @Test
    void theFeedBeginsAtThePresent() {
        long ticket = node.says("v1", "before");
        start();

        node.reply(ticket, mei, "after");

        TestNode.eventually(() -> passed.size() == 2);
        assertThat(positions()).containsExactly(3L, 4L);
    }

    @Test
    void aHoleInTheHintsIsReadFromTheLog() {
        long ticket = node.says("v1", "hello");
        start();

        other.reply(ticket, mei, "nobody tells us");
        node.reply(ticket, mei, "but this");

        TestNode.eventually(() -> passed.size() == 3);
        assertThat(positions()).containsExactly(3L, 4L, 5L);
        assertThat(node.meters.counter(Feed.HOLES).count()).isEqualTo(1);
    }

    @Test
    void hintsThatNeverComeAreFoundByTheSweep() {
        long ticket = node.says("v1", "hello");
        start();

        other.reply(ticket, mei, "nobody tells us");

        TestNode.eventually(() -> passed.size() == 2);
        assertThat(positions()).containsExactly(3L, 4L);
    }

    @Test
    void manyHolesAtOnceAreAllHealed() {
        long ticket = node.says("v1", "hello");
        start();

        for (int i = 0; i < 30; i++) {
            (i % 3 == 0 ? node : other).reply(ticket, mei, "reply " + i);
        }
        node.reply(ticket, mei, "last");

        TestNode.eventually(() -> passed.size() == 32);
        assertThat(positions()).isEqualTo(AgentPage.range(3, 34));
    }

    @Test
    void theLogTellsTheSameStoryAsTheHints() {
        EventFrames frames = new EventFrames(new TicketJson(attachment -> "", name -> Optional.empty()));
        TicketLog log = new TicketLog(node.database);
        start();
        long ticket = node.says("v1", "hello");
        node.reply(ticket, mei, "hi");
        node.set(ticket, mei, Status.PENDING);
        node.says("v1", "here");
        node.set(ticket, mei, Status.SOLVED);
        TestNode.eventually(() -> passed.size() == 8);

        List<TicketEvent> stored = await(log.ofInbox(node.web().id(), 0, 100));

        assertThat(stored).hasSize(8);
        for (int i = 0; i < stored.size(); i++) {
            TicketEvent event = stored.get(i);
            assertThat(event.partySeq()).isEqualTo(passed.get(i).partySeq());
            assertThat(event.party()).isEqualTo(passed.get(i).party());
            if (!event.kind().equals(TicketEvent.TICKET_CREATED)) {
                assertThat(frames.body(event)).isEqualTo(frames.body(passed.get(i)));
            }
        }
    }

    @Test
    void theLogIsReadFromExactlyAfterACursor() {
        TicketLog log = new TicketLog(node.database);
        for (int i = 0; i < 5; i++) {
            node.says("v1", "hello " + i);
        }

        assertThat(await(log.ofInbox(node.web().id(), 2, 3)))
                .extracting(TicketEvent::position)
                .containsExactly(3L, 4L, 5L);
        assertThat(await(log.ofInbox(node.web().id(), 6, 3))).isEmpty();
        assertThat(await(log.ofInbox(node.shop().id(), 0, 3))).isEmpty();
    }

    private void start() {
        Feed feed =
                new Feed(node.vertx, new TicketLog(node.database), node.bus, node.inboxes, passed::addAll, node.meters);
        Promise<Void> started = Promise.promise();
        node.vertx.runOnContext(on -> feed.start().onComplete(started));
        await(started.future());
    }

    private List<Long> positions() {
        return passed.stream().map(TicketEvent::position).toList();
    }
}
