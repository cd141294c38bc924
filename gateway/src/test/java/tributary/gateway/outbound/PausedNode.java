package tributary.gateway.outbound;

import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tributary.connector.Delivery;
import tributary.conversation.EventJson;
import tributary.conversation.Trust;
import tributary.gateway.TestNode;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.inbox.InboxTable;
import tributary.gateway.intake.IntakeConfig;
import tributary.gateway.intake.IntakeVerticle;
import tributary.gateway.journal.HoldingPen;
import tributary.gateway.journal.JournalBus;
import tributary.gateway.platform.cluster.ClusterBus;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.ticket.TicketBus;

/**
 * Another node in a process of its own, so that it can be stopped as a whole. {@code send JSON} sends what is in the outbox
 * and says {@code SENT …} for each message that it hands over; {@code intake JSON} runs the lanes.
 */
final class PausedNode {

    static final Duration LEASE = Duration.ofSeconds(2);

    private static final long ROUND_MS = 100;

    private PausedNode() {}

    /**
     * Does it.
     *
     * @param args what to do, and how to connect, as {@link PgConnectOptions#toJson} says it
     */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Database database = new Database(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(new PgConnectOptions(new JsonObject(args[1])))
                .using(vertx)
                .build());
        InboxDirectory inboxes = await(new InboxTable(database)
                .register(List.of(
                        new Inbox(TestNode.IDS.get(), "web", "livechat", "livechat", true, TestNode.REOPEN_WITHIN))));
        if (args[0].equals("send")) {
            send(vertx, database, inboxes.named("web").orElseThrow());
        } else {
            intake(vertx, database, inboxes);
        }
    }

    private static void send(Vertx vertx, Database database, Inbox web) {
        FakeConnector connector = new FakeConnector(false);
        connector.provider = message -> {
            System.out.println("SENT " + message.text());
            return Future.succeededFuture(new Delivery.Accepted("p-" + message.id()));
        };
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Dispatcher dispatcher = new Dispatcher(
                database,
                new TicketBus(vertx, ClusterBus.ALONE),
                Map.of(web.id(), new Dispatcher.Route(web, connector)),
                new OutboundConfig(null, LEASE, null, null),
                TestNode.IDS,
                Clock.systemUTC(),
                meters);
        Runnable[] round = new Runnable[1];
        round[0] = () -> dispatcher
                .take(List.of(web.id()))
                .compose(taken -> dispatcher.send(taken.leases(), taken.until()))
                .onComplete(done -> {
                    System.out.println(
                            "LATE " + (int) meters.counter(Dispatcher.LATE).count());
                    vertx.setTimer(ROUND_MS, tick -> round[0].run());
                });
        vertx.runOnContext(on -> round[0].run());
    }

    private static void intake(Vertx vertx, Database database, InboxDirectory inboxes) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        JournalBus arrivals = new JournalBus(vertx);
        HoldingPen pen = new HoldingPen(
                database,
                (inbox, raw) -> Future.succeededFuture(raw.toString()).map(json -> List.of(EventJson.read(json))),
                arrivals,
                TestNode.IDS,
                meters);
        await(vertx.deployVerticle(new IntakeVerticle(
                database,
                inboxes,
                (inbox, raw) -> Future.succeededFuture(Trust.UNKNOWN),
                pen,
                arrivals,
                new TicketBus(vertx, ClusterBus.ALONE),
                new IntakeConfig(null, Duration.ofMillis(ROUND_MS), null),
                TestNode.IDS,
                Clock.systemUTC(),
                meters)));
    }
}
