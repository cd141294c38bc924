package tributary.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.config.DataSize;
import tributary.connector.ConnectorContext;
import tributary.connector.ProviderTokens;
import tributary.gateway.Main.DependencyException;
import tributary.gateway.api.Api;
import tributary.gateway.api.ApiServices;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.api.pages.ConsolePages;
import tributary.gateway.api.pages.DocsPages;
import tributary.gateway.api.pages.WidgetPages;
import tributary.gateway.api.resource.PictureRoutes;
import tributary.gateway.attachment.AttachmentTable;
import tributary.gateway.attachment.StoredAttachments;
import tributary.gateway.attachment.UrlSignature;
import tributary.gateway.attachment.remote.PictureLinks;
import tributary.gateway.attachment.remote.RemotePictures;
import tributary.gateway.contact.ContactReadsTable;
import tributary.gateway.contact.VisitorSessionTable;
import tributary.gateway.identity.Identity;
import tributary.gateway.inbox.ConnectorStateTable;
import tributary.gateway.inbox.InboxCountersTable;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.inbox.InboxTable;
import tributary.gateway.inbox.LeaseTable;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.intake.IntakeConfig;
import tributary.gateway.intake.IntakeVerticle;
import tributary.gateway.journal.HoldingPen;
import tributary.gateway.journal.Journal;
import tributary.gateway.journal.JournalBus;
import tributary.gateway.journal.JournalTable;
import tributary.gateway.outbound.OutboundConfig;
import tributary.gateway.outbound.OutboundVerticle;
import tributary.gateway.platform.blobs.BlobTable;
import tributary.gateway.platform.cluster.Cluster;
import tributary.gateway.platform.cluster.ClusterBus;
import tributary.gateway.platform.http.HealthCheck;
import tributary.gateway.platform.http.HookRoutes;
import tributary.gateway.platform.http.HttpConfig;
import tributary.gateway.platform.http.HttpRoutes;
import tributary.gateway.platform.http.HttpServerVerticle;
import tributary.gateway.platform.http.ManagementVerticle;
import tributary.gateway.platform.http.Origins;
import tributary.gateway.platform.http.SecurityHeaders;
import tributary.gateway.platform.limits.Limiter;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Installation;
import tributary.gateway.platform.postgres.Migrations;
import tributary.gateway.platform.postgres.PostgresServer;
import tributary.gateway.platform.postgres.SecretKeys;
import tributary.gateway.platform.redis.MemoryState;
import tributary.gateway.platform.redis.RedisState;
import tributary.gateway.platform.redis.SharedState;
import tributary.gateway.platform.smtp.SmtpConfig;
import tributary.gateway.platform.smtp.SmtpServer;
import tributary.gateway.platform.smtp.dialogue.Mailboxes;
import tributary.gateway.platform.tokens.LocalTokens;
import tributary.gateway.platform.tokens.SharedTokens;
import tributary.gateway.push.Push;
import tributary.gateway.ticket.TicketBus;
import tributary.gateway.ticket.TicketCommands;
import tributary.gateway.ticket.TicketJson;
import tributary.gateway.ticket.TicketReadsTable;

/** The parts of a node, made and started in the order in which data flows, stopped in reverse. */
final class Node {

    private static final int HTTP_LOOPS = Runtime.getRuntime().availableProcessors();
    private static final long SWEEP_MS = 300_000;
    private static final long LARGEST_FILE = DataSize.ofMebibytes(25).bytes();
    private static final Duration UNUSED_FILES = Duration.ofHours(24);
    private static final Duration URL_LIFE = Duration.ofHours(1);
    private static final List<String> KEYS =
            List.of(StoredAttachments.KEY, PictureLinks.KEY, "upload-url", "mail-marks");

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Vertx vertx;
    private final Optional<Cluster> cluster;
    private final ClusterBus others;
    private final GatewayConfig config;
    private final Inboxes inboxes;
    private final PrometheusMeterRegistry meters;
    private final Supplier<UUID> ids;
    private final Clock clock = Clock.systemUTC();
    private final List<Supplier<Future<?>>> stops = new ArrayList<>();
    private volatile boolean draining;

    Node(
            Vertx vertx,
            Optional<Cluster> cluster,
            GatewayConfig config,
            Inboxes inboxes,
            PrometheusMeterRegistry meters,
            Supplier<UUID> ids) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.others = cluster.map(Cluster::bus).orElse(ClusterBus.ALONE);
        this.config = config;
        this.inboxes = inboxes;
        this.meters = meters;
        this.ids = ids;
    }

    /** Completes with the one-time set-up secret, if one is needed. */
    Future<Optional<String>> start(PostgresServer postgres) {
        Database database = new Database(postgres.pool(vertx));
        SecretKeys secrets = new SecretKeys(database, new SecureRandom());
        return new Migrations(postgres)
                .apply(vertx, database)
                .compose(migrated -> join(database))
                .compose(joined -> Future.all(
                        new Installation(database).epoch(),
                        new InboxTable(database).register(inboxes.configured(ids)),
                        keys(secrets)))
                .compose(ground ->
                        start(new Ground(database, ground.resultAt(0), ground.resultAt(1), ground.resultAt(2))));
    }

    /** Sockets are told to come back, what was accepted is finished, then the rest stops. */
    Future<Void> stop() {
        draining = true;
        Future<?> stopped = Future.succeededFuture();
        for (int i = stops.size() - 1; i >= 0; i--) {
            Supplier<Future<?>> next = stops.get(i);
            stopped = stopped.transform(before -> next.get().otherwiseEmpty());
        }
        return stopped.mapEmpty();
    }

    private Optional<SharedState> redis() {
        if (config.store().shared().none()) {
            return Optional.empty();
        }
        SharedState state = RedisState.connect(vertx, config.store().shared(), clock, meters);
        stops.add(0, state::close);
        return Optional.of(state);
    }

    private Future<Void> join(Database database) {
        cluster.ifPresent(joining -> stops.add(() -> joining.leave(database)));
        return cluster.map(joining -> joining.join(database)).orElseGet(Future::succeededFuture);
    }

    private static Future<Map<String, Buffer>> keys(SecretKeys secrets) {
        Map<String, Buffer> all = new ConcurrentHashMap<>();
        return Future.all(KEYS.stream()
                        .map(name -> secrets.key(name).map(key -> all.put(name, Buffer.buffer(key))))
                        .toList())
                .map(all);
    }

    private Future<Optional<String>> start(Ground ground) {
        Identity identity = Identity.over(vertx, ground.database(), config.setup(), meters);
        Optional<SharedState> redis = redis();
        SharedState shared = redis.orElseGet(() -> new MemoryState(System::nanoTime));
        TicketBus ticketBus = new TicketBus(vertx, others);
        JournalBus journalBus = new JournalBus(vertx);
        StoredAttachments files = files(ground);
        TicketJson json =
                new TicketJson(file -> files.url(StoredAttachments.NO_INBOX, file, URL_LIFE), inboxes::limits);
        JournalTable journalTable = new JournalTable(ground.database());
        Journal journal = new Journal(vertx, journalTable, config.journal(), ids, clock, journalBus, meters);
        Push push = new Push(
                vertx,
                new Push.Stores(ground.database(), ground.directory(), ticketBus, others, shared, json, ground.epoch()),
                identity,
                config.push(),
                new Origins(config.publicUrl())::isOurs,
                journalTable::known,
                meters);
        HttpRoutes web = new HttpRoutes(vertx, config.http(), new SecurityHeaders(config.publicUrl()));
        web.upgrade("/api/v1/ws", push::upgrade);
        VisitorSessionTable sessions = new VisitorSessionTable(ground.database(), ground.directory());
        Limiter limits = new Limiter(config.limits(), meters, redis);
        Mailboxes mail = new Mailboxes();
        HookRoutes hooks = new HookRoutes(vertx, web, meters);
        ProviderTokens tokens = redis.<ProviderTokens>map(state -> new SharedTokens(vertx, state, System::nanoTime))
                .orElseGet(() -> new LocalTokens(System::nanoTime));
        inboxes.create(
                ground.directory(),
                inbox -> new ConnectorContext(
                        vertx,
                        inbox.name(),
                        config.publicUrl(),
                        clock,
                        meters,
                        web,
                        new JournalInbound(inbox, journal, push),
                        push.conversations(),
                        sessions,
                        new ConnectorStateTable(ground.database(), inbox),
                        files,
                        limits,
                        mail,
                        ground::key,
                        hooks,
                        new LeaseTable(vertx, ground.database(), inbox, LeaseTable.STANDARD, others.node()),
                        tokens));
        HoldingPen pen = new HoldingPen(ground.database(), inboxes::read, journalBus, ids, meters);
        Idempotency idempotency = new Idempotency(ground.database());
        SystemReport report = new SystemReport(config.cluster().node(), cluster, redis, ground.database(), push::shown);
        cluster.ifPresent(joined -> joined.cursors(() -> cursors(ground.directory(), push)));
        new Api(
                        config.publicUrl(),
                        new ApiServices(
                                identity,
                                new TicketCommands(
                                        ground.database(), ground.directory(), ticketBus, ids, clock, inboxes::limits),
                                new TicketReadsTable(ground.database()),
                                new ContactReadsTable(ground.database()),
                                ground.directory(),
                                new InboxCountersTable(ground.database()),
                                inboxes::state,
                                inboxes::facts,
                                inboxes::test,
                                inboxes::original,
                                pen,
                                new SuppressionTable(ground.database()),
                                files,
                                pictures(ground),
                                limits,
                                report::show),
                        json,
                        idempotency)
                .mount(web);
        pages(web);
        return Future.succeededFuture()
                .compose(go -> deploy(intake(ground, pen, journalBus, ticketBus)))
                .compose(go -> deploy(outbound(ground, ticketBus)))
                .compose(go -> push.start())
                .compose(go -> serve(web, push, journal, new Edge(hooks, mail, limits)))
                .compose(go -> listening(
                        "management",
                        config.management().http(),
                        vertx.deployVerticle(new ManagementVerticle(
                                config.management().http(),
                                () -> checks(ground, redis),
                                report::brief,
                                () -> draining,
                                meters))))
                .onSuccess(id -> stops.add(0, () -> vertx.undeploy(id)))
                .compose(go -> identity.setup().start())
                .onSuccess(go -> vertx.setPeriodic(SWEEP_MS, tick -> sweep(identity, sessions, idempotency, ground)));
    }

    /** Stopping begins with the sockets, so that their peers are told when to come back; requests in flight end after that. */
    private Future<?> serve(HttpRoutes web, Push push, Journal journal, Edge edge) {
        journal.start();
        SmtpServer smtp = smtp(edge);
        return inboxes.start()
                .compose(go -> listening(
                        "http", config.http(), deploy(() -> new HttpServerVerticle(config.http(), web), HTTP_LOOPS)))
                .compose(go -> edge.mail().isEmpty()
                        ? Future.succeededFuture()
                        : smtp.start()
                                .recover(
                                        failure -> refused("smtp", config.smtp().host(), failure)))
                .onSuccess(go ->
                        stops.add(() -> Future.join(edge.hooks().stop(), inboxes.stop(), push.stop(), smtp.stop())));
    }

    /** A port that is not to be had stops the start; the message names it and the fix. */
    private static <T> Future<T> listening(String part, HttpConfig at, Future<T> begun) {
        return begun.recover(failure -> refused(part, at.host() + ":" + at.port(), failure));
    }

    private static <T> Future<T> refused(String part, String address, Throwable failure) {
        return Future.failedFuture(new DependencyException(
                "cannot start: " + part + ": cannot listen on " + address + " (" + failure.getMessage()
                        + "); stop what listens there (\"ss -ltnp\" names it), or set another port",
                failure));
    }

    /** It listens only if an inbox opened a mailbox. */
    private SmtpServer smtp(Edge edge) {
        return new SmtpServer(
                vertx,
                config.smtp(),
                edge.mail(),
                edge.limits(),
                config.limits().connectionsPerPeer(),
                new SmtpServer.Host(
                        config.publicUrl().getHost(), config.dataDir().resolve("mail-spool"), ids, clock, meters));
    }

    /** What {@code /health/ready} asks; a channel that is down does not take the node out of service. */
    private List<HealthCheck> checks(Ground ground, Optional<SharedState> redis) {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(new HealthCheck("database", true, ground.database()::ping));
        cluster.ifPresent(joined -> checks.add(new HealthCheck("bus", false, joined::health)));
        redis.ifPresent(shared -> checks.add(new HealthCheck("redis", false, shared::ping)));
        inboxes.connectors()
                .forEach((inbox, connector) ->
                        checks.add(new HealthCheck("inbox:" + inbox.name(), false, connector::health)));
        return checks;
    }

    private static JsonObject cursors(InboxDirectory directory, Push push) {
        JsonObject cursors = new JsonObject();
        directory.all().forEach(inbox -> cursors.put(inbox.name(), push.shown(inbox.name())));
        return cursors;
    }

    private void pages(HttpRoutes web) {
        new WidgetPages(vertx, inboxes::widget, config.http().loopback()).mount(web.router());
        new DocsPages(vertx).mount(web.router());
        new ConsolePages(vertx).mount(web.router());
    }

    private PictureRoutes pictures(Ground ground) {
        RemotePictures remote = new RemotePictures(vertx, config.remotePictures(), meters);
        UrlSignature signature = new UrlSignature(ground.key(PictureLinks.KEY).getBytes());
        return new PictureRoutes(
                vertx, new TicketReadsTable(ground.database()), new PictureLinks(signature, clock), remote);
    }

    private StoredAttachments files(Ground ground) {
        return new StoredAttachments(
                new AttachmentTable(ground.database()),
                new BlobTable(ground.database(), ids),
                new UrlSignature(ground.key(StoredAttachments.KEY).getBytes()),
                clock,
                LARGEST_FILE,
                SmtpConfig.LARGEST_MAIL.bytes());
    }

    private IntakeVerticle intake(Ground ground, HoldingPen pen, JournalBus arrivals, TicketBus tickets) {
        return new IntakeVerticle(
                ground.database(),
                ground.directory(),
                inboxes::vouch,
                pen,
                arrivals,
                tickets,
                IntakeConfig.DEFAULT,
                ids,
                clock,
                meters);
    }

    private OutboundVerticle outbound(Ground ground, TicketBus tickets) {
        return new OutboundVerticle(
                ground.database(), tickets, inboxes.connectors(), OutboundConfig.DEFAULT, ids, clock, meters);
    }

    private Future<?> deploy(Deployable verticle) {
        return vertx.deployVerticle(verticle).onSuccess(id -> stops.add(() -> vertx.undeploy(id)));
    }

    private Future<?> deploy(Supplier<Deployable> verticles, int instances) {
        return vertx.deployVerticle(verticles, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> stops.add(() -> vertx.undeploy(id)));
    }

    private void sweep(Identity identity, VisitorSessionTable sessions, Idempotency idempotency, Ground ground) {
        Future.join(
                        identity.sweep(),
                        sessions.sweep(),
                        idempotency.sweep(),
                        new SuppressionTable(ground.database()).sweep(),
                        new BlobTable(ground.database(), ids).removeUnused(UNUSED_FILES))
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("cannot sweep what has ended"));
    }

    /** Where others bring what came in. */
    private record Edge(HookRoutes hooks, Mailboxes mail, Limiter limits) {}

    /** What everything stands on. */
    private record Ground(Database database, String epoch, InboxDirectory directory, Map<String, Buffer> keys) {
        Buffer key(String purpose) {
            Buffer key = keys.get(purpose);
            if (key == null) {
                throw new IllegalStateException("key: expected one of " + keys.keySet() + ", found " + purpose);
            }
            return key;
        }
    }
}
