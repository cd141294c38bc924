package tributary.load.faults.town;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes, PostgreSQL and Redis, each a real process, and proxies before the nodes and before PostgreSQL. Everything lies in
 * a folder that is removed in the end, also when this program is told to stop in the middle.
 */
public final class Town implements AutoCloseable {

    public static final String TOKEN = "faults-0123456789abcdef0123456789abcdef";

    private static final List<String> NAMES = List.of("a", "b");
    private static final String LOOPBACK = "127.0.0.1";
    private static final int NODE_SECONDS = 90;
    private static final int STARTS = 3;
    private static final int PORTS_OF_A_NODE = 8;
    private static final int SHARED_PORTS = 7;

    private final Path home;
    private final Path folder;
    private final Means means;
    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports;
    private final List<Engine> engines = new ArrayList<>();
    private final List<Engine> nodes = new ArrayList<>();
    private final List<Proxy> stores = new ArrayList<>();
    private final List<Proxy> doors = new ArrayList<>();
    private final Thread hook = new Thread(this::end, "end-town");
    private final @Nullable Volume volume;
    private final @Nullable Network network;
    private final Stores engineFiles;
    private @Nullable Engine postgres;
    private @Nullable Engine redis;

    private Town(Path home, Means means) throws IOException {
        this.home = home;
        this.means = means;
        this.folder = folder(Path.of(System.getProperty("java.io.tmpdir")));
        this.ports = freePorts(SHARED_PORTS + 2 * PORTS_OF_A_NODE);
        this.volume = means.volume() ? Volume.make(folder) : null;
        this.network = means.network() ? Network.make() : null;
        this.engineFiles = new Stores(home, folder, volume == null ? folder : folder.resolve("volume"));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Chooses ports, and makes the disk and the network; nothing runs yet.
     *
     * @param home the repository's root, where the gateway is built
     */
    public static Town prepare(Path home, Means means) throws IOException {
        sweep();
        return new Town(home, means);
    }

    /** Starts everything and waits until both nodes serve. What the nodes connect to listens already. */
    public void start() throws IOException {
        startStores();
        for (int node = 0; node < 2; node++) {
            nodes.add(startNode(node));
            awaitNode(node);
        }
    }

    public Engine node(int index) {
        return nodes.get(index);
    }

    public Engine postgres() {
        return present(postgres);
    }

    public Engine redis() {
        return present(redis);
    }

    public Volume volume() {
        return present(volume);
    }

    public Network network() {
        return present(network);
    }

    /** Between a node and PostgreSQL. */
    public Proxy store(int node) {
        return stores.get(node);
    }

    /** Between clients and a node's HTTP port. */
    public Proxy door(int node) {
        return doors.get(node);
    }

    public Place place(int node) {
        return new Place(center(), port(node, 6), host(node), port(node, 2));
    }

    private String host(int node) {
        return network == null ? LOOPBACK : network.address(node);
    }

    /** The address of clients, providers, PostgreSQL and Redis. */
    public String center() {
        return network == null ? LOOPBACK : network.center();
    }

    /** Where clients believe both nodes are. */
    public String publicUrl() {
        return "http://" + center() + ":" + port(0, 6);
    }

    /** Where mail leaves to. */
    public int relayPort() {
        return ports.get(2);
    }

    /** Where short messages leave to. */
    public int carrierPort() {
        return ports.get(3);
    }

    /** Where nodes bind for short messages. */
    public int centrePort() {
        return ports.get(4);
    }

    /** Where the server APIs of the Official Account and the service account are. */
    public int platformPort() {
        return ports.get(5);
    }

    /** Where a mailbox is read. */
    public int mailboxPort() {
        return ports.get(6);
    }

    /** @param name with which it binds */
    public Engine node(String name) {
        return nodes.get(NAMES.indexOf(name));
    }

    /**
     * Sets a node's clock.
     *
     * @param offsetMs how far it is ahead of the right time
     */
    public void clock(int node, long offsetMs) throws IOException {
        Files.writeString(clockFile(node), Long.toString(offsetMs));
    }

    /** @return whether Redis said that it forgot everything */
    public boolean flushRedis() throws IOException {
        try (Socket socket = new Socket(center(), ports.get(1))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII).equals("+OK");
        }
    }

    /** A start that fails is repeated, as a service manager does: on a machine with too much to do it may. */
    public void awaitNode(int index) throws IOException {
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

    /** Whether every node hears every other one, by their own probe. */
    public boolean together() {
        return metric(0).contains("tributary_bus_carries 1") && metric(1).contains("tributary_bus_carries 1");
    }

    public Connection database() throws SQLException {
        return DriverManager.getConnection(engineFiles.jdbc(center(), ports.get(0), "tributary"), "tributary", "x");
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook is running already and does the same.
        }
    }

    /** Copies the logs of all parts, for a person to read. */
    public void copyLogs(Path to) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.copy(log, to.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    static Path folder(Path in) throws IOException {
        return Files.createTempDirectory(
                in,
                Network.PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    /** Whether a folder belongs to a harness that is gone. */
    static boolean isLeftBehind(@Nullable Path path) {
        String name = path == null ? "" : String.valueOf(path.getFileName());
        return name.matches(Network.PREFIX + "\\d+-.*") && !Commands.lives(name.split("-", 4)[2]);
    }

    static void remove(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException left) {
            // What cannot be removed stays in the temporary folder.
        }
    }

    private static void sweep() throws IOException {
        if (Commands.root()) {
            Volume.sweep();
        }
        if (Network.obstacle().isEmpty()) {
            Network.sweep();
        }
        for (Path in : List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/dev/shm"))) {
            try (Stream<Path> all = Files.list(in)) {
                all.filter(Town::isLeftBehind).toList().forEach(Town::remove);
            } catch (IOException none) {
                // This machine has no such folder.
            }
        }
    }

    private synchronized void end() {
        for (int i = engines.size() - 1; i >= 0; i--) {
            try {
                engines.get(i).signal("CONT");
                engines.get(i).kill();
            } catch (IOException gone) {
                // It has ended before.
            }
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        if (network != null) {
            network.remove();
        }
        if (volume != null) {
            volume.remove();
        }
        remove(folder);
    }

    private void startStores() throws IOException {
        postgres = engineFiles.startPostgres(center(), ports.get(0));
        engines.add(postgres);
        redis = engineFiles.startRedis(center(), ports.get(1));
        engines.add(redis);
        for (int node = 0; node < 2; node++) {
            stores.add(Proxy.between(vertx, center(), port(node, 7), center(), ports.get(0)));
            doors.add(Proxy.between(vertx, center(), port(node, 6), host(node), port(node, 0)));
        }
        postgres.awaitReady(30);
        redis.awaitReady(10);
    }

    private int port(int node, int which) {
        return ports.get(SHARED_PORTS + node * PORTS_OF_A_NODE + which);
    }

    private Path clockFile(int node) {
        return folder.resolve("clock-" + node);
    }

    private Engine startNode(int index) throws IOException {
        String name = NAMES.get(index);
        Path config = folder.resolve(name + ".yaml");
        Files.writeString(config, file(index, name).yaml());
        Path gateway = home.resolve("gateway/target");
        String classPath = means.ahead().map(path -> path + ":").orElse("") + Binaries.jar(gateway, "gateway-") + ":"
                + gateway.resolve("lib") + "/*";
        List<String> command = new ArrayList<>(network == null ? List.of() : network.inside(index));
        command.addAll(Commands.child(false));
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xms64m", "-Xmx512m"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        if (means.clock()) {
            clock(index, 0);
            command.add("-Dfaults.clock=" + clockFile(index));
        }
        command.addAll(List.of("-cp", classPath, "tributary.gateway.Main", "run", "--config", config.toString()));
        Engine engine = Engine.start("node " + name, command, folder.resolve(name + ".log"), () -> isReady(index));
        engines.add(engine);
        return engine;
    }

    private NodeFile file(int index, String name) {
        return new NodeFile(
                folder,
                name,
                host(index),
                center(),
                publicUrl(),
                ports.subList(SHARED_PORTS + index * PORTS_OF_A_NODE, SHARED_PORTS + (index + 1) * PORTS_OF_A_NODE),
                List.of(host(0) + ":" + port(0, 4), host(1) + ":" + port(1, 4)),
                port(index, 7),
                ports.get(1),
                relayPort(),
                carrierPort(),
                centrePort(),
                platformPort(),
                mailboxPort());
    }

    /** Whether a node says that it takes traffic. */
    public boolean isReady(int node) {
        try {
            HttpURLConnection asked = ask(node, "/health/ready");
            return asked.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String metric(int node) {
        try (var in = ask(node, "/metrics").getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException notNow) {
            return "";
        }
    }

    private HttpURLConnection ask(int node, String path) throws IOException {
        HttpURLConnection asked = (HttpURLConnection) URI.create("http://" + host(node) + ":" + port(node, 1) + path)
                .toURL()
                .openConnection();
        asked.setConnectTimeout(500);
        asked.setReadTimeout(2_000);
        return asked;
    }

    private static <T> T present(@Nullable T part) {
        return Optional.ofNullable(part)
                .orElseThrow(() -> new IllegalStateException("expected a town that has it, found one without"));
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
