package tributary.gateway.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.config.Secret;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.TestDatabase;

/** Real members over loopback. */
class ClusterIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private static final String SECRET = "a secret of the cluster";

    private final List<Integer> ports = freePorts();
    private final List<Cluster> started = new ArrayList<>();
    private final List<SimpleMeterRegistry> meters = new ArrayList<>();

    @AfterEach
    void stops() {
        for (Cluster cluster : started) {
            await(cluster.vertx().close());
            cluster.stop();
        }
    }

    @Test
    void membersFindAndHearEachOther() throws InterruptedException {
        Cluster a = start("a", 0, SECRET);
        Cluster b = start("b", 1, SECRET);
        join(a);
        join(b);

        TestNode.eventually(() -> a.members() == 2 && b.members() == 2);
        TestNode.eventually(() -> reaches(a, "b") && reaches(b, "a"));

        assertThat(exchanged(a, b)).isEqualTo("hello");
        TestNode.eventually(() -> a.health().succeeded() && b.health().succeeded());
    }

    @Test
    void whoHasAnotherSecretStaysOutside() throws InterruptedException {
        Cluster a = start("a", 0, SECRET);
        Cluster stranger = start("b", 1, "a secret of another one");
        join(a);
        join(stranger);

        TestNode.eventually(() -> a.nodes().size() == 2);

        assertThat(a.members()).isEqualTo(1);
        assertThat(stranger.members()).isEqualTo(1);
        TestNode.eventually(() -> a.health().failed());
        assertThat(a.health().cause()).hasMessage("no contact with b; the log is read instead");
    }

    @Test
    void aSealOfAnotherKeyIsRefused() throws InterruptedException {
        Cluster a = start("a", 0, SECRET);
        BlockingQueue<Buffer> heard = new LinkedBlockingQueue<>();
        a.bus().subscribe("test", message -> heard.add(message.body()));
        Cluster b = start("b", 1, SECRET);

        SimpleMeterRegistry refused = meters.get(0);
        TestNode.eventually(() -> {
            b.vertx()
                    .eventBus()
                    .publish("tributary.test", Buffer.buffer("forged, and long enough to hold a seal at all"));
            return refused.counter(SealedBus.REFUSED).count() > 0;
        });

        assertThat(heard).isEmpty();
    }

    @Test
    void aStrangersSocketIsClosedBeforeHazelcastReadsAnything() throws IOException {
        start("a", 0, SECRET);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(0))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("HZC\0\0\0".repeat(20).getBytes(StandardCharsets.US_ASCII));
            int answer = readQuietly(socket);

            assertThat(answer).as("end of the connection").isEqualTo(-1);
        }
    }

    @Test
    void aNodeThatLeavesIsNotMissed() {
        Cluster a = start("a", 0, SECRET);
        Cluster b = start("b", 1, SECRET);
        join(a);
        join(b);
        TestNode.eventually(() -> a.nodes().size() == 2);

        Database database = DB.database();
        await(b.leave(database));
        await(b.vertx().close());
        b.stop();
        started.remove(b);

        TestNode.eventually(() -> a.nodes().size() == 1 && a.members() == 1);
        TestNode.eventually(() -> a.health().succeeded() && a.bus().carries());
    }

    private String exchanged(Cluster from, Cluster to) throws InterruptedException {
        BlockingQueue<Buffer> heard = new LinkedBlockingQueue<>();
        to.bus().subscribe("test", message -> heard.add(message.body()));
        Buffer got = null;
        // A subscription takes a moment to be known to the others.
        for (int i = 0; got == null && i < 100; i++) {
            from.bus().publish("test", Buffer.buffer("hello"));
            got = heard.poll(100, TimeUnit.MILLISECONDS);
        }
        return String.valueOf(got);
    }

    private static boolean reaches(Cluster cluster, String node) {
        return cluster.nodes().stream()
                .anyMatch(seen -> seen.node().name().equals(node) && !seen.self() && seen.hears());
    }

    private static int readQuietly(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    private void join(Cluster cluster) {
        await(cluster.join(DB.database()));
    }

    private Cluster start(String name, int index, String secret) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ClusterConfig config = new ClusterConfig(
                true,
                name,
                "127.0.0.1",
                ports.get(index),
                ports.get(index + 2),
                List.of("127.0.0.1:" + ports.get(0), "127.0.0.1:" + ports.get(1)),
                new Secret(secret),
                null);
        Cluster cluster = await(Cluster.start(config, new VertxOptions(), registry));
        meters.add(registry);
        started.add(cluster);
        return cluster;
    }

    private static List<Integer> freePorts() {
        List<ServerSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = open.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : open) {
                socket.close();
            }
            return ports;
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
