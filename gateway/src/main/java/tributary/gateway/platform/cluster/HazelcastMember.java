package tributary.gateway.platform.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SocketInterceptorConfig;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.nio.MemberSocketInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.UUID;

/**
 * This node as a member of the cluster. Hazelcast keeps the members and the subscriptions of the event bus, nothing of ours.
 *
 * <p>{@link #start} and {@link #shutdown} block.
 */
final class HazelcastMember {

    /** As {@link HazelcastClusterManager} names it. */
    private static final String NODE_ID = "__vertx.nodeId";

    private static final int CONNECT_SECONDS = 2;

    private final HazelcastInstance instance;

    private HazelcastMember(HazelcastInstance instance) {
        this.instance = instance;
    }

    /**
     * Joins the members that answer; alone if none does.
     *
     * @throws IllegalStateException if this node cannot listen, or is not let in; nobody else has to know Hazelcast's own
     */
    static HazelcastMember start(ClusterConfig config, ClusterKeys keys, MeterRegistry meters) {
        // Before its first class: where it logs cannot be configured otherwise.
        System.setProperty("hazelcast.logging.type", "slf4j");
        MemberHandshake handshake = new MemberHandshake(keys.key("member-handshake"), meters);
        try {
            return new HazelcastMember(HazelcastInstanceFactory.newHazelcastInstance(
                    configuration(config, keys), "tributary-" + UUID.randomUUID(), new Guarded(handshake)));
        } catch (HazelcastException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    Future<Vertx> clustered(VertxBuilder builder) {
        return builder.withClusterManager(new HazelcastClusterManager(instance)).buildClustered();
    }

    int members() {
        return instance.getLifecycleService().isRunning()
                ? instance.getCluster().getMembers().size()
                : 0;
    }

    void shutdown() {
        instance.shutdown();
    }

    private static Config configuration(ClusterConfig cluster, ClusterKeys keys) {
        Config config = new Config();
        config.setClusterName(keys.clusterName());
        config.getMemberAttributeConfig()
                .setAttribute(NODE_ID, UUID.randomUUID().toString());
        // Only members' protocol is spoken on its port: no clients, REST or memcache.
        config.getAdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(endpoint(cluster));
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setMembers(cluster.members())
                .setConnectionTimeoutSeconds(CONNECT_SECONDS);
        config.getSerializationConfig().setJavaSerializationFilterConfig(filter());
        config.getMultiMapConfig("__vertx.subs").setBackupCount(1);
        config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
        properties(config);
        return config;
    }

    private static ServerSocketEndpointConfig endpoint(ClusterConfig cluster) {
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig()
                .setPort(cluster.port())
                .setPortAutoIncrement(false)
                .setPublicAddress(cluster.host() + ":" + cluster.port());
        // Without it the first attempt after a cut is the kernel's, half a minute late.
        endpoint.setSocketConnectTimeoutSeconds(CONNECT_SECONDS);
        endpoint.getInterfaces().setEnabled(true).addInterface(cluster.host());
        endpoint.setSocketInterceptorConfig(
                new SocketInterceptorConfig().setEnabled(true).setClassName(MemberHandshake.class.getName()));
        return endpoint;
    }

    /** What Java's own serialisation may bring to life: the failures with which a member answers, and nothing else. */
    private static JavaSerializationFilterConfig filter() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig().setDefaultsDisabled(true);
        filter.getWhitelist()
                .addPrefixes(
                        "com.hazelcast.core.", "com.hazelcast.spi.exception.", "io.vertx.spi.cluster.hazelcast.impl.")
                .addClasses(
                        "java.lang.Throwable",
                        "java.lang.Exception",
                        "java.lang.RuntimeException",
                        "java.lang.IllegalStateException",
                        "java.lang.IllegalArgumentException",
                        "java.lang.StackTraceElement",
                        "[Ljava.lang.StackTraceElement;",
                        "java.util.Collections$EmptyList");
        return filter;
    }

    private static void properties(Config config) {
        List.of(
                        "hazelcast.phone.home.enabled=false",
                        "hazelcast.health.monitoring.level=OFF",
                        "hazelcast.shutdownhook.enabled=false",
                        "hazelcast.socket.bind.any=false",
                        "hazelcast.wait.seconds.before.join=0",
                        "hazelcast.max.wait.seconds.before.join=0",
                        "hazelcast.max.join.seconds=10",
                        "hazelcast.heartbeat.interval.seconds=1",
                        "hazelcast.max.no.heartbeat.seconds=10",
                        "hazelcast.merge.first.run.delay.seconds=3",
                        "hazelcast.merge.next.run.delay.seconds=2",
                        "hazelcast.operation.call.timeout.millis=10000",
                        "hazelcast.graceful.shutdown.max.wait=3",
                        "hazelcast.partition.count=31",
                        "hazelcast.io.thread.count=1",
                        "hazelcast.operation.thread.count=2",
                        "hazelcast.operation.generic.thread.count=2")
                .forEach(property -> {
                    int equals = property.indexOf('=');
                    config.setProperty(property.substring(0, equals), property.substring(equals + 1));
                });
    }

    /** Hazelcast's free edition has the hook for a member's socket, but nothing to hang in. */
    private static final class Guarded extends DefaultNodeContext {
        private final MemberHandshake handshake;

        Guarded(MemberHandshake handshake) {
            this.handshake = handshake;
        }

        @Override
        public NodeExtension createNodeExtension(Node node) {
            return new DefaultNodeExtension(node) {
                @Override
                public MemberSocketInterceptor getSocketInterceptor(EndpointQualifier endpoint) {
                    return handshake;
                }
            };
        }
    }
}
