package tributary.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.connector.UnavailableException;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** The journal while the database is blocked, or gone. */
class JournalUnderPressureIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB);
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aDatabaseThatDoesNotAnswerRefusesAfterTheTimeout() throws SQLException {
        Journal journal = node.journal(new JournalConfig(null, null, null, Duration.ofMillis(300)));
        Arrival first = arrival("m1");
        Arrival queued = arrival("m2");

        try (Connection blocker = block()) {
            Future<Accepted> inFlight = journal.append(node.web(), first);
            Future<Accepted> waiting = journal.append(node.web(), queued);

            assertUnavailable(inFlight);
            assertUnavailable(waiting);
            blocker.rollback();
        }

        assertThat(await(journal.append(node.web(), queued))).isInstanceOf(Accepted.Recorded.class);
        assertThat(await(journal.append(node.web(), first)))
                .as("the append that nobody waited for was stored, and is found")
                .isInstanceOf(Accepted.Duplicate.class);
    }

    @Test
    void moreThanTheQueueHoldsIsRefusedAtOnce() throws SQLException {
        Journal journal = node.journal(new JournalConfig(3, 1, null, Duration.ofSeconds(20)));
        List<Future<Accepted>> answers = new ArrayList<>();

        try (Connection blocker = block()) {
            for (int i = 0; i < 10; i++) {
                answers.add(journal.append(node.web(), arrival("m" + i)));
            }
            answers.subList(4, 10).forEach(JournalUnderPressureIT::assertUnavailable);
            assertThat(answers.subList(0, 4)).noneMatch(Future::isComplete);
            blocker.rollback();
        }

        await(Future.all(answers.subList(0, 4)));
        assertThat(node.count("journal")).isEqualTo(4);
        assertThat(node.meters.counter(Journal.REFUSED).count()).isEqualTo(6);
    }

    @Test
    void whileTheDatabaseIsGoneNothingIsAcknowledgedAndAfterwardsAllGoesOn() throws SQLException {
        Journal journal = node.journal(new JournalConfig(null, null, null, Duration.ofMillis(500)));
        await(journal.append(node.web(), arrival("before")));
        String database = (String) DB.value("select current_database()");

        TestDatabase.admin("alter database " + database + " with allow_connections false");
        try {
            TestDatabase.admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database
                    + "' and pid <> pg_backend_pid()");
            for (int i = 0; i < 5; i++) {
                assertUnavailable(journal.append(node.web(), arrival("during-" + i)));
            }
        } finally {
            TestDatabase.admin("alter database " + database + " with allow_connections true");
        }

        TestNode.eventually(() ->
                await(journal.append(node.web(), arrival("after")).map(true).otherwise(false)));
        assertThat(node.count("journal_key where external_id like 'during%'")).isZero();
    }

    /** Holds the table of keys until the connection is closed. */
    private static Connection block() throws SQLException {
        Connection connection = DB.server().dataSource("test").getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table journal_key in access exclusive mode");
        }
        return connection;
    }

    private static Arrival arrival(String externalId) {
        return Events.arrival(Events.message(Events.party("v1"), externalId, "hello"));
    }

    private static void assertUnavailable(Future<Accepted> answer) {
        assertThatThrownBy(() -> await(answer)).isInstanceOf(UnavailableException.class);
    }
}
