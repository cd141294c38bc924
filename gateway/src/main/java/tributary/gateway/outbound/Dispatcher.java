package tributary.gateway.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Connector;
import tributary.connector.Delivery;
import tributary.conversation.OutboundMessage;
import tributary.conversation.ReplyGrant;
import tributary.conversation.Unreachable;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.outbound.OutboxTable.Due;
import tributary.gateway.outbound.OutboxTable.Lease;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;
import tributary.gateway.ticket.Actor;
import tributary.gateway.ticket.DeliveryRule;
import tributary.gateway.ticket.DeliveryTable;
import tributary.gateway.ticket.EarlyReportTable;
import tributary.gateway.ticket.TicketBatch;
import tributary.gateway.ticket.TicketBus;
import tributary.gateway.ticket.TicketDraft;
import tributary.gateway.ticket.TicketEvent;
import tributary.gateway.ticket.TicketLocks;

/** Takes messages from the outbox, hands them to their connector and settles what it said. */
final class Dispatcher {

    static final String DISPATCHED = "tributary_outbound_messages_total";

    /** Messages that were not begun because their lease had ended: this node stood still, and another one may have them. */
    static final String LATE = "tributary_outbound_late_total";

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final int LONGEST_RETRY = 9;

    private final Database database;
    private final OutboxTable table;
    private final DeliveryTable deliveries = new DeliveryTable();
    private final EarlyReportTable early = new EarlyReportTable();
    private final TicketLocks locks;
    private final TicketBus bus;
    private final Map<UUID, Route> routes;
    private final OutboundConfig config;
    private final Clock clock;
    private final MeterRegistry meters;

    /** @param routes the connectors of this node, by inbox */
    Dispatcher(
            Database database,
            TicketBus bus,
            Map<UUID, Route> routes,
            OutboundConfig config,
            Supplier<UUID> ids,
            Clock clock,
            MeterRegistry meters) {
        this.database = database;
        this.table = new OutboxTable(database);
        this.locks = new TicketLocks(ids);
        this.bus = bus;
        this.routes = Map.copyOf(routes);
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    /** Takes what is due in these inboxes. What comes back has begun, and is to be handed to {@link #send} at once. */
    Future<Taken> take(Collection<UUID> inboxes) {
        long until = System.nanoTime() + config.lease().toNanos();
        Future<List<Lease>> begun = inboxes.isEmpty()
                ? Future.succeededFuture(List.of())
                : table.lease(inboxes, config.batch(), config.lease())
                        .compose(leases -> leases.isEmpty() ? Future.succeededFuture(leases) : table.begin(leases));
        return begun.map(leases -> new Taken(leases, until));
    }

    /** Gives expired leases back, and says of what had begun that nobody knows. */
    Future<Void> expire() {
        Set<UUID> idempotent = new HashSet<>();
        Set<UUID> others = new HashSet<>();
        routes.forEach((inbox, route) -> (route.connector().idempotentSend() ? idempotent : others).add(inbox));
        return table.releaseExpired(routes.keySet(), idempotent)
                .compose(done -> table.expired(others))
                .compose(expired -> settle(expired.stream()
                        .map(lease -> new Settled(lease, "unknown", "no answer within the lease", null, null))
                        .toList()));
    }

    /** Whether this node can send for an inbox; otherwise what is due is another one's. */
    boolean sendsHere(UUID inbox) {
        return route(inbox).connector().sendsHere();
    }

    /** The inbox an event is of; empty if this node has no connector for it. */
    Optional<UUID> inboxOf(TicketEvent event) {
        return routes.entrySet().stream()
                .filter(route -> route.getValue().inbox().name().equals(event.inbox()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Tells the connector, which may end a session; a nicety that is not repeated. */
    void solved(TicketEvent event) {
        inboxOf(event)
                .ifPresent(inbox -> route(inbox)
                        .connector()
                        .solved(event.party())
                        .onFailure(failure -> LOG.atDebug().setCause(failure).log("a session was not ended")));
    }

    /**
     * Hands messages to their connectors and settles what those say; ends when all have answered, or their lease did.
     *
     * @param until the end of the leases, by the monotonic clock
     */
    Future<Void> send(List<Lease> leases, long until) {
        return table.messages(leases).compose(messages -> {
            if (System.nanoTime() - until >= 0) {
                return late(leases);
            }
            Map<UUID, Due> byId = new HashMap<>();
            messages.forEach(due -> byId.put(due.message().id(), due));
            List<Settled> settled = new ArrayList<>();
            List<Future<Void>> sends = new ArrayList<>();
            for (Lease lease : leases) {
                Due due = byId.get(lease.message());
                if (due != null && due.suppressed().isPresent()) {
                    settled.add(new Settled(lease, "failed", due.suppressed().get(), null, null));
                } else if (due != null) {
                    sends.add(send(lease, due.message(), settled));
                }
            }
            return Future.join(sends).transform(done -> settle(settled));
        });
    }

    /** Nothing has left: they are queued again, unless another node has said meanwhile what became of them. */
    private Future<Void> late(List<Lease> leases) {
        meters.counter(LATE).increment(leases.size());
        return Future.join(leases.stream()
                        .map(lease -> table.postpone(lease, "the node stood still", Duration.ZERO))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> send(Lease lease, OutboundMessage message, List<Settled> settled) {
        Connector connector = route(lease.inbox()).connector();
        return ask(connector, message).transform(answer -> {
            if (answer.failed()) {
                return unanswered(lease, connector, answer.cause(), settled);
            }
            Delivery delivery = answer.result();
            if (delivery instanceof Delivery.Accepted accepted) {
                settled.add(new Settled(lease, "sent", null, accepted.externalId(), null));
                return Future.succeededFuture();
            } else if (delivery instanceof Delivery.Rejected rejected) {
                settled.add(new Settled(
                        lease, "failed", rejected.reason(), null, rejected.grant(), rejected.unreachable()));
                return Future.succeededFuture();
            }
            return postpone(lease, (Delivery.Deferred) delivery, settled);
        });
    }

    /** What the connector says, on our context. To be silent for a lease is no answer either, and must not stop the round. */
    private Future<Delivery> ask(Connector connector, OutboundMessage message) {
        Context ours = Vertx.currentContext();
        Promise<Delivery> answer = Promise.promise();
        Future.succeededFuture()
                .compose(go -> connector.send(message))
                .timeout(config.lease().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(delivery -> ours.runOnContext(on -> answer.complete(delivery)))
                .onFailure(failure -> ours.runOnContext(on -> answer.fail(failure)));
        return answer.future();
    }

    private Future<Void> unanswered(Lease lease, Connector connector, Throwable failure, List<Settled> settled) {
        LOG.atWarn()
                .addKeyValue("inbox", route(lease.inbox()).inbox().name())
                .addKeyValue("messageId", lease.message())
                .setCause(failure)
                .log("no answer to a send");
        if (connector.idempotentSend()) {
            return table.postpone(lease, "no answer", backoff(lease));
        }
        settled.add(new Settled(lease, "unknown", "no answer from the provider", null, null));
        return Future.succeededFuture();
    }

    private Future<Void> postpone(Lease lease, Delivery.Deferred deferred, List<Settled> settled) {
        if (lease.attempts() >= config.attempts()) {
            settled.add(new Settled(lease, "failed", deferred.reason(), null, null));
            return Future.succeededFuture();
        }
        Duration backoff = backoff(lease);
        Duration delay = deferred.retryAfter().compareTo(backoff) > 0 ? deferred.retryAfter() : backoff;
        return table.postpone(lease, deferred.reason(), delay);
    }

    private static Duration backoff(Lease lease) {
        return FIRST_RETRY.multipliedBy(1L << Math.min(LONGEST_RETRY, lease.attempts() - 1));
    }

    private Future<Void> settle(List<Settled> settled) {
        Map<UUID, List<Settled>> byInbox = new HashMap<>();
        settled.forEach(one -> byInbox.computeIfAbsent(one.lease().inbox(), inbox -> new ArrayList<>())
                .add(one));
        List<Future<Void>> transactions = new ArrayList<>();
        byInbox.forEach((inbox, ofInbox) -> transactions.add(settle(route(inbox).inbox(), ofInbox)));
        return Future.join(transactions).mapEmpty();
    }

    private Future<Void> settle(Inbox inbox, List<Settled> settled) {
        List<UUID> messages = settled.stream().map(one -> one.lease().message()).toList();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<String> ids = settled.stream()
                .map(Settled::providerId)
                .flatMap(Stream::ofNullable)
                .toList();
        return database.transaction(transaction -> early.lock(transaction, inbox.id(), ids)
                        .compose(locked -> deliveries.ticketsOf(transaction, inbox.id(), messages))
                        .compose(tickets -> locks.lock(transaction, inbox, List.of(), tickets, now))
                        .compose(batch -> early.take(transaction, inbox.id(), ids)
                                .map(reports -> settled.stream()
                                        .map(one -> one.after(reports))
                                        .toList())
                                .compose(forward -> settle(transaction, batch, forward))))
                .compose(done -> {
                    bus.publish(done.batch().events());
                    return done.moved().isEmpty() ? Future.succeededFuture() : settle(inbox, done.moved());
                });
    }

    private Future<Done> settle(Transaction transaction, TicketBatch batch, List<Settled> settled) {
        List<Lease> leases = settled.stream().map(Settled::lease).toList();
        return table.lockOurs(transaction, leases).compose(ours -> {
            List<Settled> moved = new ArrayList<>();
            for (Settled one : settled) {
                OutboxTable.Ours known = ours.get(one.lease().id());
                if (known == null) {
                    continue;
                }
                batch.ticket(known.ticket())
                        .ifPresentOrElse(ticket -> record(batch, ticket, one, known.taken()), () -> moved.add(one));
            }
            return learn(transaction, settled)
                    .compose(learnt -> batch.write(transaction))
                    .map(written -> new Done(batch, moved));
        });
    }

    /** In order of the addresses, as every transaction does it. */
    private static Future<Void> learn(Transaction transaction, List<Settled> settled) {
        List<Settled> refused = settled.stream()
                .filter(one -> one.unreachable() != null)
                .sorted(Comparator.comparing(
                        one -> Objects.requireNonNull(one.unreachable()).address()))
                .toList();
        Future<Void> learnt = Future.succeededFuture();
        for (Settled one : refused) {
            Unreachable unreachable = Objects.requireNonNull(one.unreachable());
            learnt = learnt.compose(
                    before -> SuppressionTable.learn(transaction, one.lease().inbox(), unreachable));
        }
        return learnt;
    }

    /** @param taken out of the customer's windows; given back if the provider says that it sent nothing */
    private void record(TicketBatch batch, TicketDraft ticket, Settled settled, Optional<JsonObject> taken) {
        meters.counter(DISPATCHED, "outcome", settled.state()).increment();
        if (settled.state().equals("failed") && settled.providerId() == null) {
            taken.ifPresent(messages -> batch.giveBack(ticket.party(), messages));
        }
        if (settled.grant() != null) {
            batch.grant(ticket.party(), settled.grant());
        }
        batch.delivery(
                ticket,
                settled.lease().message(),
                settled.state(),
                settled.reason(),
                settled.providerId(),
                Actor.SYSTEM);
    }

    private Route route(UUID inbox) {
        Route route = routes.get(inbox);
        if (route == null) {
            throw new IllegalStateException("outbound: expected an inbox of this node, found " + inbox);
        }
        return route;
    }

    /** Where messages of an inbox go. */
    record Route(Inbox inbox, Connector connector) {}

    /** @param moved what went to another ticket before that was locked */
    private record Done(TicketBatch batch, List<Settled> moved) {}

    /**
     * Messages whose sends have begun.
     *
     * @param until the end of their leases, by the monotonic clock
     */
    record Taken(List<Lease> leases, long until) {}

    private record Settled(
            Lease lease,
            String state,
            @Nullable String reason,
            @Nullable String providerId,
            @Nullable ReplyGrant grant,
            @Nullable Unreachable unreachable) {

        Settled(
                Lease lease,
                String state,
                @Nullable String reason,
                @Nullable String providerId,
                @Nullable ReplyGrant grant) {
            this(lease, state, reason, providerId, grant, null);
        }

        /** What was reported before we knew the id counts if it is a step forward. */
        Settled after(List<EarlyReportTable.Report> reports) {
            Settled newest = this;
            for (EarlyReportTable.Report report : reports) {
                if (report.providerId().equals(providerId) && DeliveryRule.forward(newest.state, report.state())) {
                    newest = new Settled(lease, report.state(), report.reason(), providerId, grant, unreachable);
                }
            }
            return newest;
        }
    }
}
