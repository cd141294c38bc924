package tributary.gateway;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import tributary.gateway.platform.postgres.PostgresServer;
import tributary.gateway.platform.postgres.backup.Backup;
import tributary.gateway.platform.postgres.backup.Manifest;
import tributary.gateway.platform.postgres.backup.Restore;

/** {@code backup} and {@code restore}: the whole record in one file, without an outside tool. */
final class Archive {

    private Archive() {}

    /** Beside a running node, or on a stopped one. */
    static void backup(GatewayConfig config, Path file, PrintStream out) {
        try (PostgresServer server = PostgresServer.openOrJoin(config.store().database(), config.dataDir())) {
            Manifest manifest = new Backup(server, Clock.systemUTC()).write(file);
            out.println("backup: " + manifest.rows() + " rows written to " + file);
        }
    }

    /** Only into an empty database on which no node runs. */
    static void restore(GatewayConfig config, Path file, PrintStream out) {
        try (PostgresServer server = PostgresServer.open(config.store().database(), config.dataDir())) {
            Manifest manifest = new Restore(server).read(file);
            out.println("restore: " + manifest.rows() + " rows read from " + file
                    + "; replies that were not sent yet wait for a person as unknown");
        }
    }
}
