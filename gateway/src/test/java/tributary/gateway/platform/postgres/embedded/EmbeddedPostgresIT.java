package tributary.gateway.platform.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.gateway.platform.postgres.PostgresServer;
import tributary.gateway.platform.postgres.TestDatabase;

class EmbeddedPostgresIT {

    private Path dataDir;

    @BeforeEach
    void makeADataDir() throws IOException {
        dataDir = Files.createTempDirectory(Path.of("target"), "embedded-");
        // Nobody but root reaches a private folder; the server's own account must.
        Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeIt() throws IOException {
        Binaries.delete(dataDir);
    }

    @Test
    void startsDurableAndOnlyOnItsSocketAndAgainOnTheSameDirectory() throws SQLException {
        try (EmbeddedPostgres first = start()) {
            assertThat(value(first, "show fsync")).isEqualTo("on");
            assertThat(value(first, "show synchronous_commit")).isEqualTo("on");
            assertThat(value(first, "show listen_addresses")).isEmpty();
            assertThat(value(first, "show server_encoding")).isEqualTo("UTF8");
            assertThat(value(first, "select datlocale from pg_database where datname = 'postgres'"))
                    .isEqualTo("C.UTF-8");
            run(first, "create table kept as select 7 as n");
        }
        try (EmbeddedPostgres second = start()) {
            assertThat(value(second, "select n from kept")).isEqualTo("7");
        }
    }

    @Test
    void nobodyElseCanEnterTheFolderOfTheSocket() throws IOException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(postgres.socketFolder())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSecondNodeOnTheDirectoryIsRefusedByName() {
        try (EmbeddedPostgres first = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedPostgres.InUseException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
            assertThat(EmbeddedPostgres.running(dataDir)).contains(first.socketFolder());
        }
        assertThat(EmbeddedPostgres.running(dataDir)).isEmpty();
    }

    @Test
    void aDirectoryTooDeepForASocketWorks() throws Exception {
        Path deep = Files.createDirectories(dataDir.resolve("d".repeat(100)));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(deep, TestDatabase.programs())) {
            assertThat(value(postgres, "select 1")).isEqualTo("1");
            assertThat(postgres.socketFolder().toString()).hasSizeLessThan(80);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyAcknowledgedRowSurvivesTheKillOfTheNode(boolean andOfItsServer) throws Exception {
        Process node = startAnotherJvm();
        long acknowledged;
        try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
            await(output, 300);
            if (andOfItsServer) {
                PidFile.signal(
                        new PidFile(dataDir.resolve("postgres/data")).pid().orElseThrow(), "KILL");
            }
            // Not Process.destroyForcibly, which closes the stream with the last acknowledged rows in it.
            PidFile.signal(node.pid(), "KILL");
            acknowledged = last(output, 300);
        } finally {
            node.destroyForcibly();
        }
        assertThat(node.waitFor()).isEqualTo(137);

        try (EmbeddedPostgres again = start()) {
            assertThat(Long.parseLong(value(again, "select max(n) from kept"))).isGreaterThanOrEqualTo(acknowledged);
            assertThat(value(again, "select count(*) = max(n) from kept")).isEqualTo("t");
        }
    }

    @Test
    void aServerThatDiesAloneIsStartedAgain() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            run(postgres, "create table kept as select 7 as n");
            PidFile file = new PidFile(dataDir.resolve("postgres/data"));
            long pid = file.pid().orElseThrow();

            PidFile.signal(pid, "KILL");

            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (file.pid().filter(now -> now != pid && file.ready(now)).isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
            assertThat(value(postgres, "select n from kept")).isEqualTo("7");
        }
    }

    @Test
    void aPidFileThatNamesAStrangerIsNoObstacle() throws Exception {
        start().stop();
        Path data = dataDir.resolve("postgres/data");
        Files.writeString(
                data.resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + data + "\n1\n5432\n" + dataDir.toRealPath() + "/postgres/run\n");

        try (EmbeddedPostgres again = start()) {
            assertThat(value(again, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void whyItDoesNotStartIsSaid() throws Exception {
        start().stop();
        Files.writeString(dataDir.resolve("postgres/data/PG_VERSION"), "12\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgres.StartException.class)
                .hasMessageContaining("database files are incompatible with server");
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(dataDir, TestDatabase.programs());
    }

    private Process startAnotherJvm() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        Inserting.class.getName(),
                        dataDir.toString(),
                        TestDatabase.programs().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void await(BufferedReader output, long number) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(Long.toString(number))) {
                return;
            }
        }
        throw new AssertionError("the other process ended before row " + number);
    }

    /** The last whole line; what a killed process left half-written does not count. */
    private static long last(BufferedReader output, long before) {
        long last = before;
        try {
            for (int character = output.read(); character >= 0; character = output.read()) {
                StringBuilder line = new StringBuilder();
                for (; character >= 0 && character != '\n'; character = output.read()) {
                    line.append((char) character);
                }
                // The other process logs there too, for instance that its server died.
                if (character == '\n' && line.toString().matches("[0-9]+")) {
                    last = Long.parseLong(line.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return last;
    }

    private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return PostgresServer.of(postgres, 2).dataSource("test").getConnection();
    }
}
