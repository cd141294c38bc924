package tributary.gateway.platform.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tributary.gateway.platform.postgres.embedded.EmbeddedPostgres;

/**
 * A fresh, migrated database for one test class, on a server that all classes of a test run share.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestDatabase DB = new TestDatabase();
 * }</pre>
 *
 * <p>With {@code TRIBUTARY_TEST_POSTGRES=postgresql://user:password@host:5432/postgres} (a user who may create
 * databases) that server is used instead of an embedded one.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {

    private static final String PREFIX = "tributary_test_";
    private static final String TEMPLATE = "tributary_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final int POOL_SIZE = 8;
    private static final long PATIENCE_SECONDS = 30;

    private static final boolean OWN_SERVER = System.getenv("TRIBUTARY_TEST_POSTGRES") == null;

    private static PostgresServer shared;
    private static String current;

    private String name;
    private PostgresServer server;
    private Vertx vertx;
    private Pool pool;

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        name = PREFIX + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
        admin("create database " + name + " template " + template());
        server = sharedServer().database(name);
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        pool = server.pool(vertx);
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        if (pool != null) {
            await(pool.close());
            await(vertx.close());
        }
        admin("drop database " + name + " with (force)");
    }

    public Vertx vertx() {
        return vertx;
    }

    public Pool pool() {
        return pool;
    }

    /** A {@link Database} over {@link #pool}. */
    public Database database() {
        return new Database(pool);
    }

    /** This class's database, for what needs JDBC. */
    public PostgresServer server() {
        return server;
    }

    /** Runs statements that return nothing, one string with semicolons. */
    public void run(String sql) {
        await(pool.query(sql).execute());
    }

    /** The single value of a query. */
    public Object value(String sql) {
        return await(pool.query(sql).execute()).iterator().next().getValue(0);
    }

    /** Waits on the test's thread; never on an event loop. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** Runs a statement in the server's maintenance database, for example to make one more database. */
    public static void admin(String sql) throws SQLException {
        try (Connection connection = sharedServer().dataSource("test").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The server of this test run; its own database is not for tests. */
    public static synchronized PostgresServer sharedServer() {
        if (shared == null) {
            shared = Optional.ofNullable(System.getenv("TRIBUTARY_TEST_POSTGRES"))
                    .map(uri -> PostgresServer.open(new PostgresConfig(uri, POOL_SIZE), Path.of("target")))
                    .orElseGet(TestDatabase::embedded);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::stop));
        }
        return shared;
    }

    /** Where the programs are unpacked for all tests. */
    public static Path programs() {
        return Path.of("target/postgres-programs");
    }

    private static PostgresServer embedded() {
        try {
            return PostgresServer.of(EmbeddedPostgres.start(Path.of("target/test-postgres"), programs()), POOL_SIZE);
        } catch (EmbeddedPostgres.InUseException e) {
            // Another test run in the same folder.
            Path own = Path.of("target/test-postgres-" + ProcessHandle.current().pid());
            return PostgresServer.of(EmbeddedPostgres.start(own, programs()), POOL_SIZE);
        }
    }

    /** Migrated once per set of migrations, and then copied. */
    private static synchronized String template() throws SQLException {
        String template =
                TEMPLATE + "_" + Integer.toHexString(MigrationFiles.checksums().hashCode());
        if (template.equals(current)) {
            return template;
        }
        List<String> databases = databases();
        for (String database : databases) {
            boolean ofAKilledRun = !database.matches("postgres|template[01]") && OWN_SERVER;
            if (!database.equals(template) && (database.startsWith(TEMPLATE) || ofAKilledRun)) {
                admin("drop database " + database + " with (force)");
            }
        }
        if (!databases.contains(template)) {
            make(template);
        }
        current = template;
        return template;
    }

    private static void make(String template) throws SQLException {
        String making = PREFIX + "making_" + ProcessHandle.current().pid();
        admin("create database " + making + " template template0 encoding 'UTF8'");
        new Migrations(sharedServer().database(making)).apply();
        admin("alter database " + making + " rename to " + template);
    }

    private static List<String> databases() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = sharedServer().dataSource("test").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select datname from pg_database")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
