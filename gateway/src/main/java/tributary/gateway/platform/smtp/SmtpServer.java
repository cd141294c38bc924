package tributary.gateway.platform.smtp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tributary.connector.Limits;
import tributary.gateway.platform.smtp.dialogue.Mailboxes;
import tributary.gateway.platform.smtp.spool.SpoolFolder;
import tributary.gateway.platform.smtp.wire.Protocol;

/** The node's listeners for SMTP and LMTP, as configured. */
public final class SmtpServer {

    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private final Vertx vertx;
    private final SmtpConfig config;
    private final Mailboxes mailboxes;
    private final Limits limits;
    private final OptionalInt mostOfOnePeer;
    private final Host host;
    private final Outages outages = new Outages();
    private final List<String> deployed = new CopyOnWriteArrayList<>();
    private final Map<Protocol, SmtpServerVerticle> listening = new EnumMap<>(Protocol.class);

    /**
     * @param name how the node calls itself, unless the configuration says otherwise
     * @param spool folder for large mails, of this node alone
     */
    public record Host(String name, Path spool, Supplier<UUID> ids, Clock clock, MeterRegistry meters) {}

    /** @param mostOfOnePeer connections of one peer at the same time */
    public SmtpServer(
            Vertx vertx, SmtpConfig config, Mailboxes mailboxes, Limits limits, OptionalInt mostOfOnePeer, Host host) {
        this.vertx = vertx;
        this.config = config;
        this.mailboxes = mailboxes;
        this.limits = limits;
        this.mostOfOnePeer = mostOfOnePeer;
        this.host = host;
    }

    /** Completes when every port that is not off is bound. */
    public Future<Void> start() {
        Map<Protocol, Integer> ports = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            config.listeningPort(protocol).ifPresent(port -> ports.put(protocol, port));
        }
        return start(ports, LOOPS);
    }

    /** @param ports 0 takes a free one, and then there can be one loop only */
    Future<Void> start(Map<Protocol, Integer> ports, int loops) {
        SpoolFolder spools = new SpoolFolder(vertx, host.spool());
        Admission admission = new Admission(config, mostOfOnePeer);
        Gauge.builder(SmtpMetrics.OPEN, admission, Admission::open).register(host.meters());
        return spools.prepare()
                .compose(ready -> StartTls.load(vertx, config.tls()))
                .compose(tls -> {
                    List<Future<String>> all = new ArrayList<>();
                    ports.forEach((protocol, port) ->
                            all.add(deploy(listener(protocol, tls, admission, spools), port, loops)));
                    return Future.join(all).mapEmpty();
                });
    }

    /** Sends the peers away, finishes what came after a dot; bounded by some seconds. */
    public Future<Void> stop() {
        List<String> running = List.copyOf(deployed);
        deployed.removeAll(running);
        return Future.join(running.stream().map(vertx::undeploy).toList()).mapEmpty();
    }

    /** The port it listens on; 0 if it does not. */
    int port(Protocol protocol) {
        SmtpServerVerticle verticle = listening.get(protocol);
        return verticle == null ? 0 : verticle.port();
    }

    private Future<String> deploy(Listener listener, int port, int loops) {
        Supplier<SmtpServerVerticle> verticles = () -> {
            SmtpServerVerticle verticle = new SmtpServerVerticle(listener, port);
            listening.put(listener.protocol(), verticle);
            return verticle;
        };
        return vertx.deployVerticle(verticles, new DeploymentOptions().setInstances(loops))
                .onSuccess(deployed::add);
    }

    private Listener listener(Protocol protocol, Optional<StartTls> tls, Admission admission, SpoolFolder spools) {
        return new Listener(
                vertx,
                protocol,
                config,
                config.hostname().isEmpty() ? host.name() : config.hostname(),
                tls,
                mailboxes,
                admission,
                limits,
                spools,
                host.ids(),
                host.clock(),
                new SmtpMetrics(host.meters(), protocol),
                outages);
    }
}
