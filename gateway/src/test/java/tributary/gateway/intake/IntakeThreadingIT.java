package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.Status;

/** Which ticket the next message of a customer goes to. */
class IntakeThreadingIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        mei = node.agent("Mei");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    private UUID mei;

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "HOLD"})
    void aTicketThatWaitedIsOpenAgain(Status waiting) {
        long ticket = node.says("v1", "hello");
        node.set(ticket, mei, waiting);

        assertThat(node.says("v1", "here it is")).isEqualTo(ticket);

        assertThat(status(ticket)).isEqualTo("open");
        node.expectGaplessLogs();
    }

    @Test
    void anOpenTicketStaysOpenWithoutAnotherEntry() {
        long ticket = node.says("v1", "hello");
        node.set(ticket, mei, Status.OPEN);

        node.says("v1", "and");

        assertThat(node.count("ticket_event where kind = 'status.changed'")).isEqualTo(1);
    }

    @Test
    void aTicketSolvedAShortWhileAgoIsReopened() {
        long ticket = node.says("v1", "hello");
        node.set(ticket, mei, Status.SOLVED);
        node.clock.advance(TestNode.REOPEN_WITHIN.minus(Duration.ofMinutes(1)));

        assertThat(node.says("v1", "not quite")).isEqualTo(ticket);

        assertThat(status(ticket)).isEqualTo("open");
        assertThat(node.value("select solved_at is null from ticket")).isEqualTo(true);
        assertThat(node.value("select threading ->> 'rule' from message where text = 'not quite'"))
                .isEqualTo("reopened");
        assertThat(node.value("select cause from ticket_event where data ->> 'to' = 'open'"))
                .isEqualTo("reopened");
    }

    @Test
    void aTicketSolvedLongAgoIsFollowedByANewOneThatIsLinked() {
        long ticket = node.says("v1", "hello");
        node.set(ticket, mei, Status.SOLVED);
        node.clock.advance(TestNode.REOPEN_WITHIN.plus(Duration.ofMinutes(1)));

        long next = node.says("v1", "something new");

        assertThat(next).isNotEqualTo(ticket);
        assertThat(status(ticket)).isEqualTo("solved");
        assertThat(node.value("select concat_ws(' ', f.number, l.kind, t.number) from ticket_link l"
                        + " join ticket f on f.id = l.from_ticket join ticket t on t.id = l.to_ticket"))
                .isEqualTo(ticket + " follow-up " + next);
        assertThat(node.value("select (threading -> 'evidence' ->> 'previousTicket')::bigint from message"
                        + " where text = 'something new'"))
                .isEqualTo(ticket);
    }

    @Test
    void aClosedTicketIsNeverReopened() {
        long ticket = node.says("v1", "hello");
        node.set(ticket, mei, Status.CLOSED);

        assertThat(node.says("v1", "again")).isNotEqualTo(ticket);

        assertThat(status(ticket)).isEqualTo("closed");
    }

    @Test
    void twoCustomersNeverShareATicket() {
        assertThat(node.says("v1", "hello")).isNotEqualTo(node.says("v2", "hello"));
    }

    private Object status(long ticket) {
        return node.value("select status from ticket where number = %d", ticket);
    }
}
