package tributary.gateway;

import static tributary.gateway.platform.postgres.TestDatabase.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import tributary.connector.Accepted;
import tributary.conversation.ConversationEvent;
import tributary.conversation.EventJson;
import tributary.conversation.Trust;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.inbox.InboxTable;
import tributary.gateway.intake.IntakeConfig;
import tributary.gateway.intake.IntakeVerticle;
import tributary.gateway.journal.HoldingPen;
import tributary.gateway.journal.Journal;
import tributary.gateway.journal.JournalBus;
import tributary.gateway.journal.JournalConfig;
import tributary.gateway.journal.JournalTable;
import tributary.gateway.platform.cluster.ClusterBus;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.Actor;
import tributary.gateway.ticket.Effect;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.Status;
import tributary.gateway.ticket.Ticket;
import tributary.gateway.ticket.TicketBus;
import tributary.gateway.ticket.TicketCommand;
import tributary.gateway.ticket.TicketCommands;

/**
 * The core of a node over a test's database: Vert.x and pool of its own, the session-like inboxes {@code web} and
 * {@code shop}, the inbox {@code post} for letters, a journal and the agents' commands. Raw payloads are the event's JSON.
 */
public final class TestNode implements AutoCloseable {

    public static final Supplier<UUID> IDS = UuidCreator::getTimeOrderedEpoch;
    public static final Duration REOPEN_WITHIN = Duration.ofDays(7);

    private static final Inbox LETTERS = new Inbox(IDS.get(), "post", "email", "email", false, REOPEN_WITHIN);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    public final TestDatabase db;
    public final TestClock clock = new TestClock();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    public final Pool pool;
    public final Database database;
    public final InboxDirectory inboxes;
    public final JournalBus arrivals;
    public final TicketBus bus;
    public final HoldingPen pen;
    public final TicketCommands commands;
    public final Journal journal;

    /** What is said when intake asks about the author of a payload. */
    public Function<Buffer, Future<Trust>> vouching = raw -> Future.succeededFuture(Trust.UNKNOWN);

    private TestNode(TestDatabase db) {
        this.db = db;
        this.pool = db.server().pool(vertx);
        this.database = new Database(pool);
        this.inboxes =
                await(new InboxTable(database).register(List.of(configured("web"), configured("shop"), LETTERS)));
        this.arrivals = new JournalBus(vertx);
        this.bus = new TicketBus(vertx, ClusterBus.ALONE);
        BiFunction<String, Buffer, Future<List<ConversationEvent>>> read =
                (inbox, raw) -> Future.succeededFuture(raw.toString()).map(json -> List.of(EventJson.read(json)));
        this.pen = new HoldingPen(database, read, arrivals, IDS, meters);
        this.commands = new TicketCommands(database, inboxes, bus, IDS, clock, name -> Optional.empty());
        this.journal = journal(new JournalConfig(null, null, null, null));
    }

    /** A node over the emptied database. */
    public static TestNode fresh(TestDatabase db) {
        db.run(
                "truncate inbox, contact, agent, journal, journal_pending, journal_trust, ticket_event, audit, blob cascade");
        return new TestNode(db);
    }

    /** One more node over the same database; its bus is its own. */
    public TestNode another() {
        return new TestNode(db);
    }

    private static Inbox configured(String name) {
        return new Inbox(IDS.get(), name, "livechat", "livechat", true, REOPEN_WITHIN);
    }

    /** An inbox where a customer may have many open tickets. */
    public Inbox post() {
        return inboxes.named(LETTERS.name()).orElseThrow();
    }

    public Inbox web() {
        return inboxes.named("web").orElseThrow();
    }

    public Inbox shop() {
        return inboxes.named("shop").orElseThrow();
    }

    /** One more journal of this node, started. */
    public Journal journal(JournalConfig config) {
        Journal made = new Journal(vertx, new JournalTable(database), config, IDS, clock, arrivals, meters);
        made.start();
        return made;
    }

    /** Deploys intake with this node's clock. */
    public TestNode withIntake() {
        return withIntake(new IntakeConfig(null, Duration.ofMillis(200), null));
    }

    public TestNode withIntake(IntakeConfig config) {
        await(vertx.deployVerticle(new IntakeVerticle(
                database,
                inboxes,
                (inbox, raw) -> vouching.apply(raw),
                pen,
                arrivals,
                bus,
                config,
                IDS,
                clock,
                meters)));
        return this;
    }

    /** Appends an event to the journal of its inbox. */
    public UUID receive(ConversationEvent event) {
        Inbox inbox = inboxes.named(event.party().inbox()).orElseThrow();
        return ((Accepted.Recorded) await(journal.append(inbox, Events.arrival(event)))).id();
    }

    /** Appends an event and waits until the deployed intake has applied it, or parked it. */
    public UUID apply(ConversationEvent event) {
        UUID id = receive(event);
        processed();
        return id;
    }

    /** A visitor writes to {@code web} and intake makes of it what it makes; answers the ticket's number. */
    public long says(String visitor, String text) {
        UUID message = apply(Events.message(visitor, text));
        return (Long)
                value("select t.number from message m join ticket t on t.id = m.ticket_id where m.id = '%s'", message);
    }

    /** Waits until nothing is left to apply. */
    public void processed() {
        eventually(() -> count("journal_pending") == 0);
    }

    /** An agent of all inboxes replies. */
    public Message reply(long number, UUID agent, String text) {
        return await(replying(number, agent, text));
    }

    public Future<Message> replying(long number, UUID agent, String text) {
        TicketCommand.Post reply = new TicketCommand.Post(
                Actor.agent(agent, "Mei"),
                inbox -> true,
                number,
                false,
                text,
                null,
                List.of(),
                Optional.empty(),
                false,
                Optional.empty());
        return commands.post(reply, Effect.none());
    }

    public Future<Void> reading(long number, UUID agent, long seq) {
        return commands.read(new TicketCommand.Read(Actor.agent(agent, "Mei"), inbox -> true, number, seq));
    }

    public void move(UUID message, UUID agent, long to) {
        await(commands.move(
                new TicketCommand.Move(Actor.agent(agent, "Mei"), inbox -> true, message, Optional.of(to)),
                Effect.none()));
    }

    /** An agent of all inboxes sets a ticket's status. */
    public Ticket set(long number, UUID agent, Status status) {
        return await(commands.update(
                new TicketCommand.Update(
                        Actor.agent(agent, "Mei"),
                        inbox -> true,
                        number,
                        Optional.of(status),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Effect.none()));
    }

    /** An agent who sees all inboxes. */
    public UUID agent(String name) {
        return agent(name, "admin");
    }

    /** An agent who sees one inbox. */
    public UUID agentOf(String name, String inbox) {
        UUID id = agent(name, "agent");
        db.run("insert into inbox_access (agent_id, inbox_id) select '" + id + "', id from inbox where name = '" + inbox
                + "'");
        return id;
    }

    private UUID agent(String name, String role) {
        UUID id = IDS.get();
        db.run("insert into agent (id, email, name, role) values ('" + id + "', '" + id + "@example.com', '" + name
                + "', '" + role + "')");
        return id;
    }

    public long count(String what) {
        return (Long) db.value("select count(*) from " + what);
    }

    /** The single value of a query; arguments take the place of {@code %s} and {@code %d}. */
    public Object value(String sql, Object... arguments) {
        String filled = sql;
        for (Object argument : arguments) {
            filled = filled.replaceFirst("%[sd]", String.valueOf(argument));
        }
        return db.value(filled);
    }

    /** Bounded polling on the test's thread. */
    public static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("still not so after 20 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Fails unless all logs are gapless from 1 and the streams stand where their newest entry does. */
    public void expectGaplessLogs() {
        Map<String, String> checks = Map.of(
                "positions",
                "select count(*) from (select inbox_id, count(*) c, max(position) m from ticket_event group by 1) x"
                        + " join inbox_stream s using (inbox_id) where c <> m or s.position <> m",
                "seqs",
                "select count(*) from (select ticket_id, count(*) c, max(seq) m from ticket_event group by 1) x"
                        + " join ticket t on t.id = ticket_id where c <> m or t.seq <> m",
                "party seqs",
                "select count(*) from (select party_id, count(party_seq) c, coalesce(max(party_seq), 0) m"
                        + " from ticket_event group by 1) x join party p on p.id = party_id"
                        + " where c <> m or p.seq <> m",
                "message counts",
                "select count(*) from ticket t where message_count <> (select count(*) from message m"
                        + " where m.ticket_id = t.id)");
        checks.forEach((what, sql) -> {
            if (!db.value(sql).equals(0L)) {
                throw new AssertionError(what + " do not add up: " + db.value(sql) + " rows differ");
            }
        });
    }

    /** Now, as the core stores it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
