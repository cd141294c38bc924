package tributary.gateway.platform.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema to what this program expects, one node at a time.
 *
 * <p>Most starts have nothing to do, and find out with one query: only when the applied versions and checksums are not
 * exactly those on the class path is Flyway asked, which then also says what is wrong.
 */
public final class Migrations {

    /** Flyway locks too, but not while it makes its own table; any number that nobody else uses serves. */
    private static final long LOCK = 0x7472_6962L;

    private static final String UNDEFINED_TABLE = "42P01";
    private static final int OLDEST_SERVER = 150_000;
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final PostgresServer server;

    public Migrations(PostgresServer server) {
        this.server = server;
    }

    /**
     * Applies what is missing; Flyway runs on a worker.
     *
     * @return fails with {@link UnsuitableException} when the server is too old or not UTF8, with Flyway's exception when
     *     a migration fails or an applied one was changed
     */
    public Future<Void> apply(Vertx vertx, Database database) {
        return suitable(database)
                .compose(suits -> upToDate(database))
                .compose(nothingToDo -> nothingToDo
                        ? Future.succeededFuture()
                        // Flyway speaks JDBC only.
                        : vertx.executeBlocking(() -> {
                            apply();
                            return null;
                        }));
    }

    /** The schema version this program was built for. */
    public static MigrationVersion newest() {
        return MigrationFiles.newest();
    }

    /** Applies everything that is missing. Blocks. */
    public void apply() {
        underLock(flyway().load()::migrate);
    }

    /** Empties the schema and builds it as it was at that version. Blocks. */
    public void rebuild(String version) {
        underLock(() -> {
            flyway().cleanDisabled(false).load().clean();
            flyway().target(MigrationVersion.fromVersion(version)).load().migrate();
        });
    }

    private Future<Void> suitable(Database database) {
        String sql = "select current_setting('server_version_num')::int, current_setting('server_version'),"
                + " current_setting('server_encoding')";
        return database.client().query(sql).execute().compose(rows -> {
            Row row = rows.iterator().next();
            return row.getInteger(0) >= OLDEST_SERVER && "UTF8".equals(row.getString(2))
                    ? Future.succeededFuture()
                    : Future.failedFuture(new UnsuitableException(row.getString(1), row.getString(2)));
        });
    }

    private Future<Boolean> upToDate(Database database) {
        String sql = "select version, checksum from flyway_schema_history where success and version is not null";
        return database.client()
                .query(sql)
                .execute()
                .map(Migrations::applied)
                .map(applied -> applied.equals(MigrationFiles.checksums()))
                .recover(failure -> failure instanceof PgException pg && UNDEFINED_TABLE.equals(pg.getSqlState())
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    private static Map<MigrationVersion, Integer> applied(RowSet<Row> rows) {
        Map<MigrationVersion, Integer> applied = new HashMap<>();
        for (Row row : rows) {
            applied.put(MigrationVersion.fromVersion(row.getString(0)), row.getInteger(1));
        }
        return applied;
    }

    private FluentConfiguration flyway() {
        return Flyway.configure()
                .dataSource(server.dataSource("migrations"))
                .locations("classpath:" + MigrationFiles.FOLDER);
    }

    private void underLock(Runnable work) {
        long began = System.nanoTime();
        try (Connection connection = server.dataSource("migrations").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
            work.run();
        } catch (SQLException e) {
            throw new IllegalStateException("migrations: " + e.getMessage(), e);
        }
        LOG.atInfo()
                .addKeyValue("tookMs", (System.nanoTime() - began) / 1_000_000)
                .log("schema is up to date");
    }

    /** The server cannot hold the record. */
    public static final class UnsuitableException extends RuntimeException {
        UnsuitableException(String version, String encoding) {
            super("store.postgres: expected PostgreSQL 15 or newer with encoding UTF8, found \"" + version
                    + "\" with \"" + encoding + "\"");
        }
    }
}
