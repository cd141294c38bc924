package tributary.gateway;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.gateway.Main.DependencyException;
import tributary.gateway.platform.cluster.Cluster;
import tributary.gateway.platform.postgres.PostgresServer;

/** A running node. Started and stopped from ordinary threads, never from an event loop. */
final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 8;

    /** The time-ordered ids of everything this node makes. */
    static final Supplier<UUID> IDS = UuidCreator::getTimeOrderedEpochPlus1;

    private final GatewayConfig config;
    private final PostgresServer postgres;
    private final Ether ether;
    private final Node node;
    private final Optional<String> setupLink;

    private Gateway(GatewayConfig config, PostgresServer postgres, Ether ether, Node node, Optional<String> setupLink) {
        this.config = config;
        this.postgres = postgres;
        this.ether = ether;
        this.node = node;
        this.setupLink = setupLink;
    }

    /**
     * Starts everything; returns when the node takes traffic.
     *
     * @throws tributary.config.ConfigException before anything is started, if an inbox's entry is wrong
     * @throws DependencyException if the database or a port is not to be had
     * @throws tributary.gateway.platform.postgres.embedded.EmbeddedPostgres.InUseException if another node has the data
     *     directory
     * @throws tributary.gateway.platform.postgres.embedded.EmbeddedPostgres.StartException if the embedded database does
     *     not start
     */
    static Gateway start(GatewayConfig config) {
        Inboxes inboxes = Inboxes.check(config.inboxes());
        PostgresServer postgres = PostgresServer.open(config.store().database(), config.dataDir());
        PrometheusMeterRegistry meters = meters();
        Ether ether = ether(config, postgres, meters);
        try {
            Node node = new Node(ether.vertx(), ether.cluster(), config, inboxes, meters, IDS);
            Optional<String> setup = await(node.start(postgres), START_SECONDS);
            return new Gateway(config, postgres, ether, node, setup);
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            ether.close();
            postgres.stop();
            throw unavailable(failure);
        }
    }

    /** One loop for each core: a message crosses half of a node's parts, and each change of loop wakes a thread. */
    private static VertxOptions vertxOptions() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors());
    }

    /** Says that the node takes traffic, and where. */
    void announce(PrintStream out) {
        out.println("tributary is ready: " + config.publicUrl() + " (listening on "
                + config.http().host() + ":"
                + config.http().port() + ", health on " + config.management().host() + ":"
                + config.management().port() + ")");
        setupLink.ifPresent(secret ->
                out.println("Set up the first administrator here, once: " + config.publicUrl() + "/setup#" + secret));
        out.flush();
    }

    /** Takes nothing new, finishes what was accepted, stops. Bounded; called once. */
    void stop() {
        LOG.atInfo().log("stopping");
        quietly(node.stop());
        ether.close();
        postgres.stop();
        LOG.atInfo().log("stopped");
    }

    private static Ether ether(GatewayConfig config, PostgresServer postgres, PrometheusMeterRegistry meters) {
        VertxOptions options = vertxOptions();
        if (!config.cluster().enabled()) {
            return new Ether(Vertx.vertx(options), Optional.empty());
        }
        try {
            Cluster cluster = await(Cluster.start(config.cluster(), options, meters), START_SECONDS);
            return new Ether(cluster.vertx(), Optional.of(cluster));
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            postgres.stop();
            throw unavailable(failure);
        }
    }

    private static PrometheusMeterRegistry meters() {
        PrometheusMeterRegistry meters =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        return meters;
    }

    private static RuntimeException unavailable(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof DependencyException known) {
            return known;
        }
        if (cause instanceof IOException) {
            return new DependencyException(
                    "cannot start: store.postgres: the database does not answer (" + cause.getMessage()
                            + "); check its address, and that the server runs",
                    cause);
        }
        return new DependencyException("cannot start: " + cause.getMessage(), cause);
    }

    private static <T> T await(Future<T> future, int seconds)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    }

    private static void quietly(Future<?> future) {
        try {
            await(future, STOP_SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            LOG.atWarn().setCause(failure).log("not everything stopped in order");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the parts of a node run on, alone or among others. */
    private record Ether(Vertx vertx, Optional<Cluster> cluster) {
        void close() {
            quietly(vertx.close());
            cluster.ifPresent(Cluster::stop);
        }
    }
}
