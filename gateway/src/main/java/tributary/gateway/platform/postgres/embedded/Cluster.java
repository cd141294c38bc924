package tributary.gateway.platform.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of one embedded server: how they are made, and with which settings the server runs over them. */
final class Cluster {

    /** Sized for two cores and little memory. They go into postgresql.conf, where an operator may change them. */
    private static final Map<String, String> TUNING = new TreeMap<>(Map.ofEntries(
            Map.entry("shared_buffers", "128MB"),
            Map.entry("max_connections", "60"),
            Map.entry("max_wal_size", "512MB"),
            Map.entry("jit", "off"),
            Map.entry("random_page_cost", "1.1"),
            // A young table doubles within seconds, and a hot row has hundreds of dead versions a second. Plans made
            // for an
            // empty table, and scans over the dead, last until the next round.
            Map.entry("autovacuum_naptime", "2s"),
            // Three more processes would serve only queues of disk reads that a node of this size does not have.
            Map.entry("io_method", "sync"),
            Map.entry("max_parallel_workers_per_gather", "0"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_checkpoints", "off")));

    /** What the node relies on: given on the command line, which wins over every file. */
    private static final Map<String, String> PROMISES = new TreeMap<>(Map.of(
            "listen_addresses", "",
            "unix_socket_permissions", "0700",
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on",
            "logging_collector", "off",
            "log_destination", "stderr"));

    private final Path data;
    private final Binaries binaries;
    private final Account account;

    Cluster(Path data, Binaries binaries, Account account) {
        this.data = data;
        this.binaries = binaries;
        this.account = account;
    }

    /** Makes the cluster if there is none; it appears whole, by a rename, after everything is on the disk. */
    void initialise() throws IOException {
        if (Files.exists(data)) {
            return;
        }
        Path making = data.resolveSibling("data.new");
        Binaries.delete(making);
        Files.createDirectory(
                making, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(making);
        // Without fsync of each file (-N): one sync of the file system below costs a fraction of a thousand of them.
        run(account.plain(initdb(making)));
        run(List.of("sync", "-f", making.toString()));
        Files.move(making, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The command line of the server. */
    List<String> server(Path socketFolder) {
        List<String> line = new ArrayList<>(List.of(binaries.program("postgres"), "-D", data.toString()));
        line.addAll(List.of("-k", socketFolder.toString(), "-p", Integer.toString(EmbeddedPostgres.PORT)));
        PROMISES.forEach((name, value) -> line.addAll(List.of("-c", name + "=" + value)));
        return account.leashed(line);
    }

    private List<String> initdb(Path folder) {
        List<String> line = new ArrayList<>(List.of(
                binaries.program("initdb"),
                "-N",
                "-D",
                folder.toString(),
                "-U",
                EmbeddedPostgres.USER,
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                // The 0700 folder of the socket is the authentication.
                "--auth=trust"));
        TUNING.forEach((name, value) -> line.addAll(List.of("-c", name + "=" + value)));
        return line;
    }

    private void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(data.resolveSibling(".").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new EmbeddedPostgres.StartException(command.get(0) + " failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgres.StartException("interrupted while making the cluster");
        }
    }
}
