package tributary.gateway.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tributary.config.Secret;
import tributary.gateway.TestNode;
import tributary.gateway.platform.cluster.ClusterConfig.Tls;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.platform.smtp.SmtpConfig;
import tributary.gateway.platform.smtp.TestCertificate;

/** Real members over loopback. */
class ClusterIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private static final String SECRET = "a secret of the cluster";

    @TempDir
    private Path folder;

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
        join(a);
        Cluster stranger = start("b", 1, "a secret of another one");

        Future<Void> joined = stranger.join(DB.database());
        TestNode.eventually(joined::isComplete);

        assertThat(joined.cause())
                .isInstanceOf(Cluster.JoinException.class)
                .hasMessageContaining("node a works on this database with another cluster.secret");
        assertThat(a.members()).isEqualTo(1);
        assertThat(stranger.members()).isEqualTo(1);
        assertThat(a.nodes()).hasSize(1);
        TestNode.eventually(() -> a.health().succeeded());
        TestNode.eventually(() -> meters.stream()
                .anyMatch(one -> one.counter(MemberHandshake.REFUSED).count() > 0));
    }

    @Test
    void anAddressThatIsNotThisMachinesIsSaid() {
        ClusterConfig config = new ClusterConfig(true, "a", "192.0.2.1", null, null, null, new Secret(SECRET), null);

        Future<Cluster> started = Cluster.start(config, new VertxOptions(), new SimpleMeterRegistry());

        assertThat(started.cause())
                .isInstanceOf(Cluster.JoinException.class)
                .hasMessageStartingWith(
                        "cannot join the cluster at 192.0.2.1:5701, bus 5801: this machine has no address"
                                + " 192.0.2.1; check that");
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
    void whatIsToldToOneNodeReachesThatOneOnly() throws InterruptedException {
        Cluster a = start("a", 0, SECRET);
        Cluster b = start("b", 1, SECRET);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        a.bus().subscribe("told", message -> heard.add("a heard " + message.node()));
        b.bus().subscribe("told", message -> heard.add("b heard " + message.node()));

        String first = null;
        for (int i = 0; first == null && i < 100; i++) {
            a.bus().tell(b.bus().node(), "told", Buffer.buffer("psst"));
            first = heard.poll(100, TimeUnit.MILLISECONDS);
        }
        a.bus().tell("c.00000000", "told", Buffer.buffer("to a node that is gone"));
        b.bus().tell(a.bus().node(), "told", Buffer.buffer("psst"));

        assertThat(first).isEqualTo("b heard " + a.bus().node());
        TestNode.eventually(() -> heard.contains("a heard " + b.bus().node()));
        assertThat(heard).doesNotContain("a heard " + a.bus().node());
    }

    @Test
    void membersHearEachOtherOverTls() throws Exception {
        SmtpConfig.Tls ofA = certificate("a");
        SmtpConfig.Tls ofB = certificate("b");
        Path both = authorities(ofA, ofB);
        Cluster a = start("a", 0, SECRET, tls(ofA, both));
        Cluster b = start("b", 1, SECRET, tls(ofB, both));
        join(a);
        join(b);

        assertThat(exchanged(a, b)).isEqualTo("hello");
        assertThat(exchanged(b, a)).isEqualTo("hello");
        TestNode.eventually(() -> reaches(a, "b") && reaches(b, "a"));
        assertThat(asksForACertificate(ports.get(2))).isTrue();
    }

    @Test
    void aBusOverTlsDoesNotHearWhomNobodyVouchesFor() throws Exception {
        SmtpConfig.Tls ofA = certificate("a");
        SmtpConfig.Tls ofB = certificate("b");
        Cluster a = start("a", 0, SECRET, tls(ofA, authorities(ofA)));
        Cluster b = start("b", 1, SECRET, tls(ofB, authorities(ofA, ofB)));
        join(a);
        join(b);

        TestNode.eventually(() -> a.nodes().size() == 2 && a.members() == 2);

        TestNode.eventually(() -> a.health().failed() && b.health().failed());
        assertThat(meters.get(0).counter(SealedBus.RECEIVED).count()).isZero();
    }

    /** The member has the secret, and is hostile all the same. */
    @Test
    void whatAnotherMembersJavaSerialisesIsNotBroughtToLife() {
        start("a", 0, SECRET);
        start("b", 1, SECRET);
        TestNode.eventually(() -> instances().size() == 2
                && instances().stream()
                        .allMatch(member -> member.getCluster().getMembers().size() == 2));
        instances().get(0).getMap("foreign").put("key", new Foreign());

        for (HazelcastInstance member : instances()) {
            assertThatThrownBy(() -> member.getMap("foreign").get("key"))
                    .hasRootCauseInstanceOf(SecurityException.class)
                    .hasMessageContaining(Foreign.class.getName());
        }
        assertThat(Foreign.READ).isFalse();
    }

    @Test
    void theBusTakesNoObjectsOfJava() {
        Cluster a = start("a", 0, SECRET);

        assertThatThrownBy(() -> a.vertx().eventBus().publish("tributary.test", new Foreign()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No message codec");
    }

    @Test
    void hazelcastSpeaksToMembersOnlyAndSearchesForNobody() throws IOException {
        start("a", 0, SECRET);

        Config config = instances().get(0).getConfig();
        AdvancedNetworkConfig network = config.getAdvancedNetworkConfig();
        assertThat(network.isEnabled()).isTrue();
        assertThat(network.getEndpointConfigs()).containsOnlyKeys(EndpointQualifier.MEMBER);
        assertThat(network.getJoin().getMulticastConfig().isEnabled()).isFalse();
        assertThat(network.getJoin().getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(Files.readString(Path.of("/proc/net/udp")))
                .as("sockets on Hazelcast's port for multicast, 54327")
                .doesNotContain(":D437 ");
    }

    @Test
    void bothPortsListenOnTheNodesOwnAddressOnly() throws IOException {
        start("a", 0, SECRET);

        for (int port : List.of(ports.get(0), ports.get(2))) {
            assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        }
    }

    @Test
    void aNodeThatLeavesIsNotMissed() {
        Cluster a = start("a", 0, SECRET);
        Cluster b = start("b", 1, SECRET);
        earlierRun("b", 60);
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
        assertThat(await(a.gone(database))).extracting(ClusterNode::name).doesNotContain("b");
    }

    @Test
    void aNodeThatFellSilentIsMissedUntilOneOfItsNameIsBack() {
        Cluster here = start("here", 0, SECRET);
        join(here);
        earlierRun("here", 90);
        earlierRun("silent", 90);
        earlierRun("silent", 60);

        List<ClusterNode> gone = await(here.gone(DB.database()));
        join(start("silent", 1, SECRET));
        List<ClusterNode> later = await(here.gone(DB.database()));

        assertThat(gone)
                .extracting(ClusterNode::name)
                .containsOnlyOnce("silent")
                .doesNotContain("here");
        assertThat(gone)
                .anySatisfy(node -> assertThat(node.seenAt())
                        .isBetween(Instant.now().minusSeconds(75), Instant.now().minusSeconds(45)));
        assertThat(later).extracting(ClusterNode::name).doesNotContain("silent");
    }

    /** A run that did not say good-bye. */
    private static void earlierRun(String name, int secondsAgo) {
        await(DB.database()
                .client()
                .preparedQuery("insert into cluster_node (run, name, address, seen_at)"
                        + " values ($1, $2, '127.0.0.1:1', now() - $3::int * interval '1 second')")
                .execute(Tuple.of(UUID.randomUUID(), name, secondsAgo)));
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

    /** Whether a peer that shows none is sent away. */
    private static boolean asksForACertificate(int port) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (Socket socket = trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(new byte[64]);
            return socket.getInputStream().read() == -1;
        } catch (SSLException | SocketException refused) {
            return true;
        }
    }

    private void join(Cluster cluster) {
        await(cluster.join(DB.database()));
    }

    private Cluster start(String name, int index, String secret) {
        return start(name, index, secret, null);
    }

    private Cluster start(String name, int index, String secret, @Nullable Tls tls) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ClusterConfig config = new ClusterConfig(
                true,
                name,
                "127.0.0.1",
                ports.get(index),
                ports.get(index + 2),
                List.of("127.0.0.1:" + ports.get(0), "127.0.0.1:" + ports.get(1)),
                new Secret(secret),
                tls);
        Cluster cluster = await(Cluster.start(config, new VertxOptions(), registry));
        meters.add(registry);
        started.add(cluster);
        return cluster;
    }

    /** @param trusted whose certificates are accepted */
    private static Tls tls(SmtpConfig.Tls own, Path trusted) {
        return new Tls(Optional.of(Path.of(own.certificate())), Optional.of(Path.of(own.key())), Optional.of(trusted));
    }

    /** A certificate and key in a folder of their own. */
    private SmtpConfig.Tls certificate(String name) throws Exception {
        return TestCertificate.make(Files.createDirectory(folder.resolve(name)));
    }

    /** One file with all of these certificates. */
    private Path authorities(SmtpConfig.Tls... certificates) throws IOException {
        StringBuilder all = new StringBuilder();
        for (SmtpConfig.Tls one : certificates) {
            all.append(Files.readString(Path.of(one.certificate())));
        }
        return Files.writeString(Files.createTempFile(folder, "ca", ".pem"), all);
    }

    private static List<HazelcastInstance> instances() {
        return List.copyOf(HazelcastInstanceFactory.getAllHazelcastInstances());
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

    /** A class of nobody's that says when it was read. */
    private static final class Foreign implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        private static final AtomicBoolean READ = new AtomicBoolean();

        @Serial
        private void readObject(ObjectInputStream in) {
            READ.set(true);
        }
    }
}
