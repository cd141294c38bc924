package tributary.gateway.platform.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.gateway.platform.postgres.Database;

/**
 * This node among others: membership, the clustered Vert.x, the bus over it and the node's heartbeat in the database.
 *
 * <p>{@link #start} and {@link #stop} block; all else runs on Vert.x.
 */
public final class Cluster {

    public static final String MEMBERS = "tributary_cluster_members";
    public static final String BUS_CARRIES = "tributary_bus_carries";

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final long PROBE_MS = 1_000;
    private static final long SWEEP_MS = 600_000;
    private static final int PING_MS = 5_000;
    private static final int CONNECT_MS = 2_000;

    /** Probes without an answer from which on it is said: one that has just started is heard in a moment. */
    private static final int SAY_AFTER = 4;

    /** Probes without an answer after which this node makes its subscriptions known again. */
    private static final int RENEW_AFTER = 10;

    private final ClusterConfig config;
    private final HazelcastMember member;
    private final Vertx vertx;
    private final String name;
    private final UUID run = UUID.randomUUID();
    private final BusProbe probe = new BusProbe(System::nanoTime);
    private final SealedBus bus;
    private volatile List<ClusterNode> living = List.of();
    private volatile Supplier<JsonObject> cursors = JsonObject::new;
    private volatile boolean left;
    private int silent;

    private Cluster(ClusterConfig config, HazelcastMember member, Vertx vertx, ClusterKeys keys, MeterRegistry meters) {
        this.config = config;
        this.member = member;
        this.vertx = vertx;
        this.name = keys.clusterName();
        String signature = ClusterNode.signature(config.node(), run);
        this.bus = new SealedBus(vertx, signature, keys.key("bus"), probe::carries, meters);
        Gauge.builder(MEMBERS, member, HazelcastMember::members).register(meters);
        Gauge.builder(BUS_CARRIES, probe, now -> now.carries() ? 1 : 0).register(meters);
    }

    /**
     * Joins the cluster. Blocks while Hazelcast does.
     *
     * @return fails with {@link JoinException} if this node cannot listen, or is not let in
     */
    public static Future<Cluster> start(ClusterConfig config, VertxOptions options, MeterRegistry meters) {
        if (!config.isHere() || !config.tls().missing().isEmpty()) {
            return Future.failedFuture(new JoinException(
                    config,
                    config.isHere()
                            ? "cannot read " + config.tls().missing()
                            : "this machine has no address " + config.host()));
        }
        ClusterKeys keys = new ClusterKeys(config.secret());
        HazelcastMember member;
        try {
            member = HazelcastMember.start(config, keys, meters);
        } catch (IllegalStateException failure) {
            return Future.failedFuture(new JoinException(config, failure));
        }
        return member.clustered(Vertx.builder().with(new VertxOptions(options).setEventBusOptions(eventBus(config))))
                .onFailure(failure -> member.shutdown())
                .recover(failure -> Future.failedFuture(new JoinException(config, failure)))
                .map(vertx -> {
                    vertx.eventBus().serializableChecker(name -> false).clusterSerializableChecker(name -> false);
                    return new Cluster(config, member, vertx, keys, meters);
                });
    }

    public Vertx vertx() {
        return vertx;
    }

    public ClusterBus bus() {
        return bus;
    }

    /**
     * Shows this node to the others; completes when its first heartbeat is written, and fails with {@link JoinException} if
     * a node with another secret works on this database.
     */
    public Future<Void> join(Database database) {
        if (!config.loopback() && !config.tls().on()) {
            LOG.atWarn()
                    .addKeyValue("host", config.host())
                    .log("the event bus is not encrypted: set cluster.tls unless nobody else is on that network");
        }
        NodeTable nodes = nodes(database);
        bus.subscribe(BusProbe.TOPIC, message -> probe.heard(message, bus.node()));
        vertx.setPeriodic(PROBE_MS, tick -> beat(nodes));
        vertx.setPeriodic(SWEEP_MS, tick -> nodes.sweep());
        return look(nodes).compose(seen -> nodes.stranger(run)).compose(stranger -> {
            if (stranger.isEmpty()) {
                return Future.succeededFuture();
            }
            String why = "node " + stranger.get() + " works on this database with another cluster.secret";
            return leave(database).transform(left -> Future.failedFuture(new JoinException(config, why)));
        });
    }

    private NodeTable nodes(Database database) {
        return new NodeTable(database, name);
    }

    /** Writes with each heartbeat how far this node is, by inbox. */
    public void cursors(Supplier<JsonObject> known) {
        cursors = known;
    }

    /** The others need not wait for this node to fall silent. */
    public Future<Void> leave(Database database) {
        left = true;
        return nodes(database).leave(run);
    }

    /** Leaves the members; after Vert.x is closed. */
    public void stop() {
        member.shutdown();
    }

    /** Succeeds while every living node hears this one and is heard; events are delivered without that too, only later. */
    public Future<Void> health() {
        List<String> deaf = nodes().stream()
                .filter(seen -> !seen.hears())
                .map(seen -> seen.node().name())
                .toList();
        return deaf.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture("no contact with " + String.join(", ", deaf) + "; the log is read instead");
    }

    /** The living nodes, as of a second ago, and whether this one and each of them hear each other. */
    public List<Seen> nodes() {
        List<Seen> nodes = new ArrayList<>();
        living.forEach(node -> {
            boolean self = node.run().equals(run);
            nodes.add(new Seen(node, self, self || probe.hears(node.signature())));
        });
        return nodes;
    }

    /** Nodes that fell silent without leaving, for an hour or until one of that name is back. */
    public Future<List<ClusterNode>> gone(Database database) {
        return nodes(database).gone();
    }

    /** Members as Hazelcast counts them. */
    public int members() {
        return member.members();
    }

    private void beat(NodeTable nodes) {
        bus.publish(BusProbe.TOPIC, probe.next());
        look(nodes).onFailure(failure -> LOG.atDebug().setCause(failure).log("no heartbeat in the database"));
        probe.judge(living.stream()
                .filter(node -> !node.run().equals(run))
                .map(ClusterNode::signature)
                .toList());
        if (probe.carries()) {
            if (silent >= SAY_AFTER) {
                LOG.atInfo().log("the bus reaches every node");
            }
            silent = 0;
            return;
        }
        silent++;
        if (silent == SAY_AFTER) {
            LOG.atWarn().log("the bus does not reach every node; events are read from the log until it does");
        }
        if (silent % RENEW_AFTER == 0) {
            bus.renew();
        }
    }

    private Future<Void> look(NodeTable nodes) {
        JsonObject known = cursors.get();
        return nodes.beat(run, known)
                .compose(entered -> entered || left ? Future.succeededFuture() : enter(nodes, known))
                .compose(beaten -> nodes.living())
                .map(now -> {
                    tell(living, now);
                    living = List.copyOf(now);
                    return null;
                });
    }

    /** People look into the log first when something is slow. */
    private void tell(List<ClusterNode> before, List<ClusterNode> now) {
        before.stream()
                .filter(node -> !node.run().equals(run) && now.stream().noneMatch(node::sameRun))
                .forEach(node -> LOG.atWarn()
                        .addKeyValue("node", node.name())
                        .log("a node has stopped, or gives no sign of life any more"));
        now.stream()
                .filter(node -> !node.run().equals(run) && before.stream().noneMatch(node::sameRun))
                .forEach(node -> LOG.atInfo()
                        .addKeyValue("node", node.name())
                        .addKeyValue("address", node.address())
                        .log("a node is there"));
        String address = address();
        now.stream()
                .filter(node -> node.name().equals(config.node())
                        && !node.address().equals(address)
                        && before.stream().noneMatch(node::sameRun))
                .forEach(node -> LOG.atError()
                        .addKeyValue("node", node.name())
                        .addKeyValue("address", node.address())
                        .log("another node has this one's name: give each its own cluster.node"));
    }

    /** At the start, and after a silence so long that the row was swept; a heartbeat that was under way when we left does not. */
    private Future<Void> enter(NodeTable nodes, JsonObject known) {
        return nodes.enter(run, config.node(), address(), known);
    }

    private String address() {
        return config.host() + ":" + config.busPort();
    }

    private static EventBusOptions eventBus(ClusterConfig config) {
        EventBusOptions options = new EventBusOptions()
                .setHost(config.host())
                .setPort(config.busPort())
                .setClusterPublicHost(config.host())
                .setClusterPublicPort(config.busPort())
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PING_MS)
                .setConnectTimeout(CONNECT_MS)
                // What is given up is closed when its last bytes are written, and only then comes the next connection:
                // after a cut that would be when the kernel tries again, up to two minutes later.
                .setTcpUserTimeout(PING_MS);
        config.tls()
                .certificate()
                .ifPresent(certificate -> options.setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(certificate.toString())
                                .addKeyPath(config.tls().key().orElseThrow().toString()))
                        .setTrustOptions(new PemTrustOptions()
                                .addCertPath(config.tls().ca().orElseThrow().toString())));
        return options;
    }

    /** @param hears whether this node and that one hear each other on the bus; true for this node itself */
    public record Seen(ClusterNode node, boolean self, boolean hears) {}

    /** This node cannot be a member. */
    public static final class JoinException extends RuntimeException {
        JoinException(ClusterConfig config, Throwable cause) {
            this(config, String.valueOf(cause.getMessage()));
            initCause(cause);
        }

        JoinException(ClusterConfig config, String why) {
            super("cannot join the cluster at " + config.host() + ":" + config.port() + ", bus " + config.busPort()
                    + ": " + why + "; check that both ports are free, cluster.host is this machine's, cluster.members"
                    + " name the nodes and cluster.secret is the same on each");
        }
    }
}
