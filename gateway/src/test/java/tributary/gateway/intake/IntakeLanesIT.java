package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.conversation.PartyKey;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** Several nodes work on the same inbox. */
class IntakeLanesIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake(SMALL);
    }

    @AfterEach
    void stops() {
        node.close();
    }

    /** Small batches, so that the lane changes hands often. */
    private static final IntakeConfig SMALL = new IntakeConfig(7, Duration.ofMillis(50), null);

    @Test
    void twoWorkersApplyEveryEntryOnceAndKeepTheOrderOfEachCustomer() {
        try (TestNode other = node.another().withIntake(SMALL)) {
            List<Future<?>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                TestNode receiver = i % 10 < 5 ? node : other;
                PartyKey party = Events.party("v" + i % 10);
                answers.add(receiver.journal.append(
                        receiver.web(), Events.arrival(Events.message(party, "m" + i, String.valueOf(i)))));
            }
            await(Future.all(answers));
            node.processed();
        }

        assertThat(node.count("message")).isEqualTo(400);
        assertThat(node.count("ticket")).isEqualTo(10);
        assertThat(node.count("(select text::int as now, lag(text::int) over (partition by ticket_id order by seq)"
                        + " as before from message) x where now < before"))
                .isZero();
        assertThat(node.count("quarantine")).isZero();
        node.expectGaplessLogs();
    }

    @Test
    void inboxesRunBesideEachOther() {
        for (int i = 0; i < 20; i++) {
            node.receive(Events.message("v1", "web " + i));
            node.receive(Events.message(new PartyKey("shop", Events.identity("v1")), "m" + i, "shop " + i));
        }
        node.processed();

        assertThat(node.count("ticket")).isEqualTo(2);
        assertThat(node.count("contact")).as("one identity, one contact").isEqualTo(1);
        assertThat(node.count("party")).isEqualTo(2);
        node.expectGaplessLogs();
    }
}
