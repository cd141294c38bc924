package tributary.load.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
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
import java.util.Random;
import java.util.stream.Stream;
import tributary.load.client.Address;
import tributary.load.faults.town.Binaries;
import tributary.load.faults.town.Commands;
import tributary.load.faults.town.Engine;
import tributary.load.faults.town.Stores;

/** Two nodes, PostgreSQL and Redis on free ports of loopback, with nothing between them, in a folder that is removed. */
final class Pair implements AutoCloseable {

    static final String INBOX = "web";
    private static final String TOKEN = "cluster-0123456789abcdef0123456789abcdef";
    private static final int NODE_SECONDS = 90;
    private static final int PORTS_OF_A_NODE = 6;
    private static final int LOWEST_PORT = 12_000;
    private static final int PORTS = 18_000;

    private final Path home;
    private final Path folder;
    private final List<Integer> ports = freePorts(2 + 2 * PORTS_OF_A_NODE);
    private final List<Engine> all = new ArrayList<>();
    private final List<Engine> nodes = new ArrayList<>();
    private final Stores stores;
    private final Engine redis;

    /** @param home the repository's root, where the gateway is built */
    Pair(Path home) throws IOException {
        this.home = home;
        this.folder = Files.createTempDirectory(
                "tributary-cluster",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        this.stores = new Stores(home, folder, folder);
        try {
            added(stores.startPostgres(Address.HOST, ports.get(0))).awaitReady(30);
            redis = added(stores.startRedis(Address.HOST, ports.get(1)));
            redis.awaitReady(10);
            for (int node = 0; node < 2; node++) {
                nodes.add(added(node(node)));
                nodes.get(node).awaitReady(NODE_SECONDS);
            }
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    Address address(int node) {
        return new Address(port(node, 0), TOKEN);
    }

    /** Of PostgreSQL, Redis, and each node's Hazelcast and bus. */
    List<Integer> innerPorts() {
        return List.of(ports.get(0), ports.get(1), port(0, 4), port(0, 5), port(1, 4), port(1, 5));
    }

    Engine node(int index, String why) throws IOException {
        Engine node = nodes.get(index);
        if (!node.isAlive()) {
            throw new IOException("node " + index + " has ended by itself, before " + why);
        }
        return node;
    }

    void restartNode(int index) throws IOException {
        nodes.get(index).restart();
        nodes.get(index).awaitReady(NODE_SECONDS);
    }

    void killRedis() throws IOException {
        redis.kill();
    }

    void restartRedis() throws IOException {
        redis.restart();
        redis.awaitReady(10);
    }

    /** The number that Redis answers to a command. */
    long redis(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(1))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            for (int read = socket.getInputStream().read();
                    read != '\r' && read >= 0;
                    read = socket.getInputStream().read()) {
                answer.append((char) read);
            }
            return Long.parseLong(answer.substring(1));
        }
    }

    /** Whether each node hears the other one and has Redis, by their own metrics. */
    boolean whole() {
        return Stream.of(0, 1)
                .map(this::metrics)
                .allMatch(text ->
                        text.contains("tributary_bus_carries 1.0") && text.contains("tributary_redis_connected 1.0"));
    }

    /** The number that a query finds. */
    long count(String sql) throws IOException {
        try (Connection connection = DriverManager.getConnection(
                        stores.jdbc(Address.HOST, ports.get(0), "tributary"), "tributary", "x");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IOException(sql, failure);
        }
    }

    @Override
    public void close() {
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                all.get(i).kill();
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

    private Engine added(Engine started) {
        all.add(started);
        return started;
    }

    private int port(int node, int which) {
        return ports.get(2 + node * PORTS_OF_A_NODE + which);
    }

    private Engine node(int index) throws IOException {
        String name = index == 0 ? "a" : "b";
        Path config = Files.writeString(folder.resolve(name + ".yaml"), yaml(index, name));
        Path gateway = home.resolve("gateway/target");
        List<String> command = new ArrayList<>(Commands.child(false));
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xms64m", "-Xmx1g"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", Binaries.jar(gateway, "gateway-") + ":" + gateway.resolve("lib") + "/*"));
        command.addAll(List.of("tributary.gateway.Main", "run", "--config", config.toString()));
        return Engine.start("node " + name, command, folder.resolve(name + ".log"), () -> nodeAnswers(index));
    }

    private boolean nodeAnswers(int node) {
        try {
            return management(node, "/health/ready").getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String metrics(int node) {
        try (InputStream in = management(node, "/metrics").getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException notNow) {
            return "";
        }
    }

    private HttpURLConnection management(int node, String path) throws IOException {
        HttpURLConnection asked = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port(node, 1) + path).toURL().openConnection();
        asked.setConnectTimeout(500);
        asked.setReadTimeout(3_000);
        return asked;
    }

    /** Nobody is exempt, so that rates are counted in Redis. */
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
                  secret: the secret of this pair
                limits: { exempt: [], visitor-messages: 100000/1m, hellos: off, new-sessions: off }
                push: { heartbeat: 2s }
                setup: { admin-email: admin@example.com, admin-password: "%s", api-token: "%s" }
                inboxes:
                  - { name: %s, connector: livechat }
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
                        TOKEN,
                        TOKEN,
                        INBOX);
    }

    /**
     * All open at once while they are chosen, so that they differ. Below those that the system gives to callers: a node
     * that is down for a moment must find its ports free again.
     */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        Random random = new Random();
        while (open.size() < count) {
            try {
                open.add(new ServerSocket(LOWEST_PORT + random.nextInt(PORTS), 1, InetAddress.getLoopbackAddress()));
            } catch (BindException taken) {
                // Another one, then.
            }
        }
        List<Integer> ports = open.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : open) {
            socket.close();
        }
        return ports;
    }
}
