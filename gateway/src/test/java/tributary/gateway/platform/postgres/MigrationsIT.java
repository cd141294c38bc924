package tributary.gateway.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    @Test
    void leavesACurrentSchemaAloneWithoutAskingFlyway() {
        PostgresServer unusableForFlyway = TestDatabase.sharedServer().database("no_such_database");

        await(new Migrations(unusableForFlyway).apply(DB.vertx(), DB.database()));

        assertThatThrownBy(() -> new Migrations(unusableForFlyway).apply()).hasMessageContaining("no_such_database");
    }

    @Test
    void applyingTwiceIsApplyingOnce() {
        new Migrations(DB.server()).apply();
        new Migrations(DB.server()).apply();

        assertThat(DB.value("select count(*) from flyway_schema_history where success"))
                .isEqualTo((long) MigrationFiles.checksums().size());
    }

    @Test
    void nodesThatStartTogetherMigrateOneAfterTheOther() throws Exception {
        TestDatabase.admin("create database together template template0 encoding 'UTF8'");
        PostgresServer server = TestDatabase.sharedServer().database("together");
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        try {
            Callable<Boolean> node = () -> {
                new Migrations(server).apply();
                return true;
            };

            for (var started : nodes.invokeAll(java.util.List.of(node, node, node))) {
                assertThat(started.get()).isTrue();
            }
        } finally {
            nodes.shutdownNow();
            TestDatabase.admin("drop database together with (force)");
        }
    }

    @Test
    void aChangedMigrationIsRefused() throws Exception {
        TestDatabase.admin("create database changed template template0 encoding 'UTF8'");
        PostgresServer server = TestDatabase.sharedServer().database("changed");
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Pool pool = server.pool(vertx);
        try {
            Migrations migrations = new Migrations(server);
            await(migrations.apply(vertx, new Database(pool)));
            await(pool.query("update flyway_schema_history set checksum = 1 where version = '001'")
                    .execute());

            assertThatThrownBy(() -> await(migrations.apply(vertx, new Database(pool))))
                    .isInstanceOf(FlywayValidateException.class)
                    .hasMessageContaining("001");
        } finally {
            await(pool.close());
            await(vertx.close());
            TestDatabase.admin("drop database changed with (force)");
        }
    }

    @Test
    void aServerWithAnotherEncodingIsRefused() throws Exception {
        TestDatabase.admin(
                "create database ascii template template0 encoding 'SQL_ASCII' locale 'C' locale_provider libc");
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        PostgresServer server = TestDatabase.sharedServer().database("ascii");
        Pool pool = server.pool(vertx);
        try {
            assertThatThrownBy(() -> await(new Migrations(server).apply(vertx, new Database(pool))))
                    .isInstanceOf(Migrations.UnsuitableException.class)
                    .hasMessageContaining("\"SQL_ASCII\"");
        } finally {
            await(pool.close());
            await(vertx.close());
            TestDatabase.admin("drop database ascii with (force)");
        }
    }
}
