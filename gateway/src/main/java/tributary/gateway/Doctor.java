package tributary.gateway;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tributary.config.ConfigException;
import tributary.config.DataSize;
import tributary.connector.Examination;
import tributary.gateway.platform.postgres.PostgresServer;
import tributary.gateway.platform.postgres.embedded.EmbeddedPostgres;
import tributary.gateway.platform.redis.RedisState;
import tributary.gateway.platform.smtp.wire.Protocol;

/** Checks what a node needs; each failure names its fix. Changes nothing but an embedded database's first files. */
final class Doctor {

    /** What the checks come to; a wrong configuration outweighs the rest. */
    enum Verdict {
        HEALTHY,
        LACKING,
        MISCONFIGURED
    }

    private static final int JAVA = 17;
    private static final long HANDLES = 4_096;
    private static final int FIRST_FREE = 1024;
    private static final DataSize DISK = DataSize.ofMebibytes(2_048);

    private final GatewayConfig config;
    private final List<String> lines = new ArrayList<>();
    private boolean healthy = true;
    private boolean misconfigured;
    private boolean receivesMail;

    Doctor(GatewayConfig config) {
        this.config = config;
    }

    /** Prints one line for each check. */
    Verdict report(PrintStream out) {
        boolean serving = config.store().database().embedded()
                && EmbeddedPostgres.running(config.dataDir()).isPresent();
        ok("configuration", "read");
        java();
        handles();
        disk();
        inboxes();
        if (serving) {
            ok("ports", "a node serves from " + config.dataDir() + " now, so they are not tried");
        } else {
            port("http", config.http().host(), config.http().port());
            port("management", config.management().host(), config.management().port());
            mailPorts();
            if (config.cluster().enabled()) {
                cluster();
                port("cluster", config.cluster().host(), config.cluster().port());
                port(
                        "cluster bus",
                        "cluster.bus-port",
                        config.cluster().host(),
                        config.cluster().busPort());
            }
        }
        database();
        redis();
        lines.forEach(out::println);
        return misconfigured ? Verdict.MISCONFIGURED : healthy ? Verdict.HEALTHY : Verdict.LACKING;
    }

    private void java() {
        int version = Runtime.version().feature();
        check("java", version >= JAVA, "version " + version, "install a JDK of version " + JAVA + " or newer");
    }

    private void handles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            long most = unix.getMaxFileDescriptorCount();
            check(
                    "file handles",
                    most >= HANDLES,
                    most + " per process",
                    "each visitor needs one: raise the limit, for example \"ulimit -n 20000\" or LimitNOFILE=20000");
        }
    }

    private void disk() {
        try {
            long free = Files.getFileStore(existing(config.dataDir())).getUsableSpace();
            check(
                    "disk",
                    free >= DISK.bytes(),
                    (free >> 20) + " MiB free for " + config.dataDir(),
                    "free at least " + DISK + ", or set data-dir to a larger disk");
        } catch (IOException failure) {
            fail("disk", "cannot look at " + config.dataDir(), "make the folder readable for this user");
        }
    }

    private static Path existing(Path folder) {
        Path path = folder.toAbsolutePath();
        Path parent = path.getParent();
        return Files.exists(path) || parent == null ? path : existing(parent);
    }

    private void inboxes() {
        try {
            Inboxes inboxes = Inboxes.check(config.inboxes());
            receivesMail = inboxes.receiveMail();
            ok("inboxes", config.inboxes().size() + " configured");
            inboxes.examine().forEach(this::examined);
        } catch (ConfigException wrong) {
            wrong.problems().forEach(problem -> fail("inboxes", problem, "correct the entry"));
            misconfigured = true;
        }
    }

    private void mailPorts() {
        if (receivesMail) {
            config.smtp()
                    .listeningPort(Protocol.SMTP)
                    .ifPresent(port -> port("smtp", config.smtp().host(), port));
            config.smtp()
                    .listeningPort(Protocol.LMTP)
                    .ifPresent(
                            port -> port("lmtp", "smtp.lmtp-port", config.smtp().host(), port));
        }
    }

    private void examined(Examination examination) {
        switch (examination.grade()) {
            case OK -> ok(examination.what(), examination.found());
            case WARN ->
                lines.add(
                        "warn  " + examination.what() + ": " + examination.found() + "; to fix: " + examination.fix());
            case FAIL -> fail(examination.what(), examination.found(), examination.fix());
        }
    }

    private void port(String name, String host, int port) {
        port(name, name + ".port", host, port);
    }

    private void port(String name, String key, String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            ok(name + " port", host + ":" + port + " is free");
        } catch (IOException taken) {
            fail(
                    name + " port",
                    host + ":" + port + " cannot be used: "
                            + PortHolder.of(port)
                                    .map(holder -> holder + " has it")
                                    .orElse(taken.getMessage()),
                    "stop what listens there (\"ss -ltnp\" names it), or set " + key + " to another one"
                            + (port < FIRST_FREE ? "; ports below " + FIRST_FREE + " need root or a capability" : ""));
        }
    }

    private void database() {
        Optional<String> problem = tryDatabase();
        if (problem.isEmpty()) {
            ok("database", config.store().database().embedded() ? "embedded, starts and answers" : "answers");
        } else {
            fail(
                    "database",
                    problem.get(),
                    config.store().database().embedded()
                            ? "see " + config.dataDir().resolve("postgres/postgres.log")
                            : "check store.postgres: address, user, password, and that the server runs");
        }
    }

    private void redis() {
        if (!config.store().shared().none()) {
            Optional<String> problem = RedisState.problem(config.store().shared());
            check(
                    "redis",
                    problem.isEmpty(),
                    problem.orElse("answers"),
                    "check store.redis: address, user, password, and that the server runs; a node goes on without it");
        }
    }

    private void cluster() {
        check(
                "cluster address",
                config.cluster().isHere(),
                config.cluster().host() + (config.cluster().isHere() ? " is this machine's" : " is not this machine's"),
                "set cluster.host to one of its addresses (\"ip address\" lists them)");
        List<Path> missing = config.cluster().tls().missing();
        check(
                "cluster files",
                missing.isEmpty(),
                missing.isEmpty() ? "can be read" : "cannot read " + missing,
                "correct cluster.tls, or let this user read them");
    }

    private Optional<String> tryDatabase() {
        try (PostgresServer server = PostgresServer.openOrJoin(config.store().database(), config.dataDir());
                Connection connection = server.dataSource("doctor").getConnection()) {
            return connection.isValid(5) ? Optional.empty() : Optional.of("does not answer");
        } catch (SQLException | EmbeddedPostgres.StartException | EmbeddedPostgres.InUseException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    private void check(String what, boolean good, String found, String fix) {
        if (good) {
            ok(what, found);
        } else {
            fail(what, found, fix);
        }
    }

    private void ok(String what, String found) {
        lines.add("ok    " + what + ": " + found);
    }

    private void fail(String what, String found, String fix) {
        healthy = false;
        lines.add("FAIL  " + what + ": " + found + "; to fix: " + fix);
    }
}
