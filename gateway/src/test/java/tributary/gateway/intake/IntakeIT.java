package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Accepted;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** What a customer's messages become. */
class IntakeIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aFirstMessageOpensATicketWithItsContactAndSubject() {
        UUID message = node.apply(Events.message("v1", "My parcel\nis late"));

        assertThat(node.value(
                        "select concat_ws('|', status, priority, subject, seq, message_count, one_open,"
                                + " last_message = '%s') from ticket",
                        message))
                .isEqualTo("new|normal|My parcel|2|1|t|t");
        assertThat(node.value(
                        "select concat_ws('|', direction, author_kind, seq, text, threading ->> 'rule')"
                                + " from message where id = '%s'",
                        message))
                .isEqualTo("inbound|contact|2|My parcel\nis late|new");
        assertThat(node.count("contact")).isEqualTo(1);
        assertThat(node.value("select message_id from message_source where journal_id = '%s'", message))
                .isEqualTo(message);
    }

    @Test
    void theLogTellsWhatHappenedWithoutTheCustomersWords() {
        node.says("v1", "secret words");

        assertThat(node.value("select string_agg(concat_ws(' ', position, seq, coalesce(party_seq, 0), kind), ', '"
                        + " order by position) from ticket_event"))
                .isEqualTo("1 1 1 ticket.created, 2 2 2 message.created");
        assertThat(node.count("ticket_event e where e::text like '%secret%'")).isZero();
        assertThat(node.value("select seq from party")).isEqualTo(2L);
        node.expectGaplessLogs();
    }

    @Test
    void whatWasPendingIsGoneWithTheSameCommit() {
        node.says("v1", "hello");

        assertThat(node.count("journal_pending")).isZero();
        assertThat(node.count("journal")).isEqualTo(1);
    }

    @Test
    void tenFirstMessagesOfOneCustomerAtOnceMakeOneTicket() {
        List<Future<Accepted>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(node.journal.append(node.web(), Events.arrival(Events.message("v1", "hello " + i))));
        }
        await(Future.all(answers));
        node.processed();

        assertThat(node.count("ticket")).isEqualTo(1);
        assertThat(node.value("select string_agg(text, ', ' order by seq) from message"))
                .isEqualTo("hello 0, hello 1, hello 2, hello 3, hello 4, hello 5, hello 6, hello 7, hello 8, hello 9");
        node.expectGaplessLogs();
    }

    @Test
    void anOpenTicketTakesTheNextMessageAndStaysNew() {
        long ticket = node.says("v1", "hello");

        assertThat(node.says("v1", "anybody?")).isEqualTo(ticket);

        assertThat(node.value("select status from ticket")).isEqualTo("new");
        assertThat(node.value("select threading ->> 'rule' from message where text = 'anybody?'"))
                .isEqualTo("open-ticket");
    }

    @Test
    void entriesThatWaitedBeforeTheWorkerStartedAreFoundByTheSweep() {
        try (TestNode other = node.another()) {
            other.receive(Events.message("v1", "nobody here hears of this"));

            node.processed();
        }

        assertThat(node.count("message")).isEqualTo(1);
    }

    @Test
    void anInboxThisNodeDoesNotKnowStopsNoOther() {
        DB.run("insert into journal_pending (inbox_id, journal_id) select gen_random_uuid(), gen_random_uuid()"
                + " from generate_series(1, 20)");
        try (TestNode other = node.another()) {
            other.receive(Events.message("v1", "only the sweep sees this"));

            TestNode.eventually(() -> node.count("message") == 1);
        }
    }
}
