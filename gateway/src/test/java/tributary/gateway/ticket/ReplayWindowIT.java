package tributary.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.platform.redis.MemoryState;

/** What comes from the window is what the log would say; what the window does not have comes from the log. */
class ReplayWindowIT {

    private static final String EPOCH = "epoch-1";

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryState state = new MemoryState(System::nanoTime);
    private TestNode node;
    private TicketLog log;
    private ReplayWindow window;
    private List<TicketEvent> events;

    @BeforeEach
    void happens() {
        node = TestNode.fresh(DB).withIntake();
        log = new TicketLog(node.database);
        window = window(EPOCH);
        UUID mei = node.agent("Mei");
        for (int i = 0; i < 5; i++) {
            node.reply(node.says("v" + i, "hello 你好 " + i), mei, "hi " + i);
        }
        events = await(log.ofInbox(node.web().id(), 0, 100));
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void theWindowSaysWhatTheLogSays() {
        remember(0, events.size());

        assertThat(await(window.ofInbox(node.web(), 3, 100))).isEqualTo(events.subList(3, events.size()));
        assertThat(await(window.ofInbox(node.web(), 3, 4))).isEqualTo(events.subList(3, 7));
        assertThat(reads("window")).isEqualTo(2);
        assertThat(reads("log")).isZero();
    }

    @Test
    void aCommitOfWhichThePeerHasAPartIsGivenFromThereOn() {
        window.remember(events.subList(0, 6));

        assertThat(await(window.ofInbox(node.web(), 2, 100))).isEqualTo(events.subList(2, 6));
    }

    @Test
    void whatIsOlderThanTheWindowComesFromTheLog() {
        remember(10, events.size());

        assertThat(await(window.ofInbox(node.web(), 3, 100))).isEqualTo(events.subList(3, events.size()));
        assertThat(reads("log")).isEqualTo(1);
    }

    @Test
    void aHoleEndsWhatComesFromTheWindow() {
        remember(0, 5);
        remember(7, events.size());

        assertThat(await(window.ofInbox(node.web(), 2, 100))).isEqualTo(events.subList(2, 5));
        assertThat(await(window.ofInbox(node.web(), 5, 100))).isEqualTo(events.subList(5, events.size()));
    }

    @Test
    void anotherDatabasesEntriesAreNotMistakenForThisOnes() {
        window("epoch-0").remember(events.subList(0, 6));

        assertThat(await(window.ofInbox(node.web(), 0, 100))).isEqualTo(events);
        assertThat(reads("window")).isZero();
    }

    @Test
    void atTheEndThereIsNothing() {
        remember(0, events.size());

        assertThat(await(window.ofInbox(node.web(), events.size(), 100))).isEmpty();
    }

    @Test
    void anotherInboxHasAWindowOfItsOwn() {
        remember(0, events.size());

        assertThat(await(window.ofInbox(node.shop(), 0, 100))).isEmpty();
    }

    private void remember(int from, int to) {
        events.subList(from, to).forEach(event -> window.remember(List.of(event)));
    }

    private ReplayWindow window(String epoch) {
        return new ReplayWindow(state, epoch, log, meters);
    }

    private double reads(String from) {
        return meters.counter(ReplayWindow.READS, "from", from).count();
    }
}
