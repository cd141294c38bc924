package tributary.gateway.platform.postgres.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.gateway.platform.postgres.Migrations;
import tributary.gateway.platform.postgres.PostgresConfig;
import tributary.gateway.platform.postgres.PostgresServer;
import tributary.gateway.platform.postgres.embedded.EmbeddedPostgres;

class BackupOfANodeIT {

    private static final PostgresConfig EMBEDDED = new PostgresConfig(null, 0);

    @TempDir
    private Path folder;

    @Test
    void isTakenBesideARunningNodeAndOfAStoppedOneAndRestoredOnlyWhenItIsStopped() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path dataDir = folder.resolve("data");
        Path file = folder.resolve("backup");
        try (PostgresServer node = PostgresServer.open(EMBEDDED, dataDir)) {
            new Migrations(node).apply();

            try (PostgresServer beside = PostgresServer.openOrJoin(EMBEDDED, dataDir)) {
                new Backup(beside, Clock.systemUTC()).write(file);
            }

            try (Connection connection = node.dataSource("test").getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
            assertThatThrownBy(() -> PostgresServer.open(EMBEDDED, dataDir))
                    .isInstanceOf(EmbeddedPostgres.InUseException.class);
        }
        try (PostgresServer alone = PostgresServer.openOrJoin(EMBEDDED, dataDir)) {
            new Backup(alone, Clock.systemUTC()).write(file);
            assertThat(new Restore(alone).read(file).schema())
                    .isEqualTo(Migrations.newest().getVersion());
        }
        assertThat(EmbeddedPostgres.running(dataDir)).isEmpty();
    }
}
