package tributary.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/**
 * A node in a process of its own is stopped (SIGSTOP) in the middle of its work, another one goes on with it, then the first
 * wakes up. Where it stops is decided by a lock on a table that it needs next.
 */
class PausedNodeIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    @TempDir
    private Path folder;

    private TestNode node;
    private Process paused;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB);
    }

    @AfterEach
    void stops() throws Exception {
        signal("CONT");
        paused.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        node.close();
    }

    @Test
    void whoWakesUpAfterTheLeaseDoesNotBeginToSend() throws Exception {
        node.withIntake();
        node.reply(node.says("v1", "hello"), node.agent("Mei"), "hi");
        FakeConnector connector = new FakeConnector(false);
        Dispatcher other = OutboundIT.dispatcher(node, connector);
        Connection lock = lock("suppression");
        start("send");
        TestNode.eventually(() -> "sending".equals(node.value("select state from outbox")));

        signal("STOP");
        lock.close();
        TestNode.eventually(() -> {
            await(other.expire());
            return "unknown".equals(node.value("select state from outbox"));
        });
        DB.run("update outbox set state = 'queued', next_at = now()");
        await(OutboundIT.dispatch(node, other));
        signal("CONT");

        TestNode.eventually(() -> said("LATE 1"));
        assertThat(connector.texts()).containsExactly("hi");
        assertThat(output()).doesNotContain("SENT");
        assertThat(node.value("select state from outbox")).isEqualTo("sent");
        node.expectGaplessLogs();
    }

    @Test
    void whoWakesUpInTheMiddleOfATransactionDoesNotCommitIt() throws Exception {
        Connection lock = lock("contact");
        node.receive(Events.message("v1", "hello"));
        start("intake");
        TestNode.eventually(() ->
                node.count("pg_stat_activity where datname = current_database()" + " and wait_event_type = 'Lock'")
                        > 0);

        signal("STOP");
        lock.close();
        node.withIntake();
        node.processed();
        assertThat(node.count("message"))
                .as("applied by the node that is awake")
                .isEqualTo(1);
        signal("CONT");
        node.apply(Events.message("v1", "again"));

        assertThat(node.count("message")).isEqualTo(2);
        assertThat(node.count("ticket")).isEqualTo(1);
        assertThat(node.count("contact")).isEqualTo(1);
        node.expectGaplessLogs();
        assertThat(paused.isAlive()).isTrue();
    }

    /** Until it is closed nobody reads or writes the table. */
    private static Connection lock(String table) throws SQLException {
        Connection connection = DB.server().dataSource("test").getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
        return connection;
    }

    private void start(String work) throws IOException {
        paused = new ProcessBuilder(List.of(
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PausedNode.class.getName(),
                        work,
                        DB.server().connectOptions().toJson().encode()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(paused.pid()))
                .start()
                .waitFor();
    }

    private boolean said(String line) {
        try {
            return output().contains(line);
        } catch (IOException notYet) {
            return false;
        }
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }
}
