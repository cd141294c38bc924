package tributary.load.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tributary.load.client.Address;

/** Two nodes, PostgreSQL and Redis, each a real process on free ports of loopback, in a folder that is removed in the end. */
final class Town implements AutoCloseable {

    static final String TOKEN = "faults-0123456789abcdef0123456789abcdef";
    private static final String REDIS = "/redis-server-6.2.6-v5-linux-amd64";
    private static final String SECRET = "the secret of this town";
    private static final int NODE_SECONDS = 90;
    private static final int STARTS = 3;

    private final Path home;
    private final Path folder;
    private final Optional<Path> ahead;
    private final List<Integer> ports;
    private final List<Engine> engines = new ArrayList<>();
    private Engine postgres;
    private Engine redis;
    private final List<Engine> nodes = new ArrayList<>();

    /** @param ahead a folder of classes before the gateway's own: a planted bug */
    private Town(Path home, Optional<Path> ahead) throws IOException {
        this.home = home;
        this.ahead = ahead;
        this.folder = Files.createTempDirectory(
                "tributary-faults", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        this.ports = freePorts(14);
        this.postgres = startPostgres();
        this.redis = startRedis();
    }

    static Town start(Path home, Optional<Path> ahead) throws IOException {
        Town town = new Town(home, ahead);
        try {
            town.postgres.awaitReady(30);
            town.redis.awaitReady(10);
            for (int node = 0; node < 2; node++) {
                town.nodes.add(town.startNode(node));
                town.awaitNode(node);
            }
            return town;
        } catch (IOException | RuntimeException failure) {
            town.close();
            throw failure;
        }
    }

    Engine node(int index) {
        return nodes.get(index);
    }

    Engine postgres() {
        return postgres;
    }

    Engine redis() {
        return redis;
    }

    Address address(int node) {
        return new Address(port(node, 0), TOKEN);
    }

    /** @return whether Redis said that it forgot everything */
    boolean flushRedis() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(1))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII).equals("+OK");
        }
    }

    /** A start that fails is repeated, as a service manager does: on a machine with too much to do it may. */
    void awaitNode(int index) throws IOException {
        Engine node = nodes.get(index);
        for (int attempt = 1; ; attempt++) {
            try {
                node.awaitReady(NODE_SECONDS);
                return;
            } catch (IOException failure) {
                if (node.isAlive() || attempt == STARTS) {
                    throw failure;
                }
                node.restart();
            }
        }
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.get(0) + "/tributary", "tributary", "x");
    }

    @Override
    public void close() {
        for (int i = engines.size() - 1; i >= 0; i--) {
            try {
                engines.get(i).signal("CONT");
                engines.get(i).kill();
            } catch (IOException gone) {
                // It has ended before.
            }
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException left) {
            // What cannot be removed stays in the temporary folder.
        }
    }

    private int port(int node, int which) {
        return ports.get(2 + node * 6 + which);
    }

    private Engine startPostgres() throws IOException {
        Path bin = Binaries.postgres(home, folder);
        Path data = folder.resolve("postgres");
        Files.createDirectory(data);
        if (Commands.root()) {
            Commands.run(List.of("chown", "-R", "nobody:nogroup", data.toString()));
        }
        List<String> init = new ArrayList<>(Commands.child(true));
        init.addAll(List.of(bin.resolve("initdb").toString(), "-D", data.toString(), "-U", "tributary", "-A", "trust"));
        init.addAll(List.of("-E", "UTF8", "--locale=C", "-N"));
        Commands.run(init);
        List<String> command = new ArrayList<>(Commands.child(true));
        command.addAll(List.of(bin.resolve("postgres").toString(), "-D", data.toString()));
        command.addAll(List.of("-p", ports.get(0).toString(), "-c", "listen_addresses=127.0.0.1"));
        command.addAll(List.of("-c", "unix_socket_directories=", "-c", "max_connections=100", "-c", "fsync=on"));
        Engine engine = Engine.start("postgres", command, folder.resolve("postgres.log"), this::databaseAnswers);
        engines.add(engine);
        return engine;
    }

    private boolean databaseAnswers() {
        String any = "jdbc:postgresql://127.0.0.1:" + ports.get(0) + "/postgres";
        try (Connection connection = DriverManager.getConnection(any, "tributary", "x");
                var statement = connection.createStatement();
                var found = statement.executeQuery("select 1 from pg_database where datname = 'tributary'")) {
            if (!found.next()) {
                statement.execute("create database tributary");
            }
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Engine startRedis() throws IOException {
        Path binary = folder.resolve("redis-server");
        try (InputStream packed = Town.class.getResourceAsStream(REDIS)) {
            if (packed == null) {
                throw new IOException("no redis-server for this machine on the class path");
            }
            Files.copy(packed, binary);
        }
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(Commands.child(false));
        command.addAll(List.of(binary.toString(), "--port", ports.get(1).toString(), "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--dir", folder.toString()));
        Engine engine = Engine.start("redis", command, folder.resolve("redis.log"), () -> connects(ports.get(1)));
        engines.add(engine);
        return engine;
    }

    private Engine startNode(int index) throws IOException {
        String name = index == 0 ? "a" : "b";
        Path config = folder.resolve(name + ".yaml");
        Files.writeString(config, yaml(index, name));
        Path gateway = home.resolve("gateway/target");
        String classPath = ahead.map(path -> path + ":").orElse("") + Binaries.jar(gateway, "gateway-") + ":"
                + gateway.resolve("lib") + "/*";
        List<String> command = new ArrayList<>(Commands.child(false));
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xms64m", "-Xmx512m"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", classPath, "tributary.gateway.Main", "run", "--config", config.toString()));
        Engine engine = Engine.start("node " + name, command, folder.resolve(name + ".log"), () -> isReady(index));
        engines.add(engine);
        return engine;
    }

    private boolean isReady(int node) {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port(node, 1) + "/health/ready")
                            .toURL()
                            .openConnection();
            asked.setConnectTimeout(500);
            asked.setReadTimeout(2_000);
            return asked.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String yaml(int node, String name) {
        return """
                data-dir: %s/data-%s
                public-url: http://127.0.0.1:%d
                http: { host: 127.0.0.1, port: %d }
                management: { host: 127.0.0.1, port: %d }
                smtp: { host: 127.0.0.1, port: %d, lmtp-port: %d }
                store:
                  postgres: postgresql://tributary:x@127.0.0.1:%d/tributary
                  redis: redis://127.0.0.1:%d/0
                cluster:
                  enabled: true
                  node: %s
                  host: 127.0.0.1
                  port: %d
                  bus-port: %d
                  members: ["127.0.0.1:%d", "127.0.0.1:%d"]
                  secret: %s
                push: { heartbeat: 2s }
                setup: { admin-email: admin@example.com, admin-password: "%s", api-token: "%s" }
                inboxes:
                  - { name: web, connector: livechat }
                  - { name: shop, connector: livechat }
                """.formatted(
                        folder,
                        name,
                        port(node, 0),
                        port(node, 0),
                        port(node, 1),
                        port(node, 2),
                        port(node, 3),
                        ports.get(0),
                        ports.get(1),
                        name,
                        port(node, 4),
                        port(node, 5),
                        port(0, 4),
                        port(1, 4),
                        SECRET,
                        TOKEN,
                        TOKEN);
    }

    /** All open at once while they are chosen, so that they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<Integer> ports = open.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : open) {
            socket.close();
        }
        return ports;
    }
}
