package tributary.gateway.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Connector;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.outbound.OutboxTable.Lease;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.Status;
import tributary.gateway.ticket.TicketBus;
import tributary.gateway.ticket.TicketEvent;

/**
 * Runs the dispatcher of this node: when a reply was written, and on the sweep. An inbox has one round in flight, so that a
 * provider that is slow or silent holds up nobody else.
 */
public final class OutboundVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(OutboundVerticle.class);

    private final TicketBus bus;
    private final OutboundConfig config;
    private final Dispatcher dispatcher;
    private final Set<UUID> inboxes;
    private final Map<UUID, Future<Void>> rounds = new HashMap<>();
    private Future<?> taking = Future.succeededFuture();
    private boolean again;

    /** Tickets whose last words go first. */
    private final List<TicketEvent> solved = new ArrayList<>();

    private boolean draining;

    /** @param connectors the connectors of this node */
    public OutboundVerticle(
            Database database,
            TicketBus bus,
            Map<Inbox, Connector> connectors,
            OutboundConfig config,
            Supplier<UUID> ids,
            Clock clock,
            MeterRegistry meters) {
        this.bus = bus;
        this.config = config;
        Map<UUID, Dispatcher.Route> routes = new HashMap<>();
        connectors.forEach((inbox, connector) -> routes.put(inbox.id(), new Dispatcher.Route(inbox, connector)));
        this.inboxes = Set.copyOf(routes.keySet());
        this.dispatcher = new Dispatcher(database, bus, routes, config, ids, clock, meters);
    }

    @Override
    public Future<?> start() {
        bus.subscribeHere(this::committed);
        vertx.setPeriodic(1, config.sweep().toMillis(), tick -> sweep());
        return Future.succeededFuture();
    }

    /** Lets the rounds in flight be settled. */
    @Override
    public Future<?> stop() {
        draining = true;
        return taking.transform(taken -> Future.join(List.copyOf(rounds.values())))
                .otherwiseEmpty();
    }

    private void committed(List<TicketEvent> events) {
        events.stream().filter(OutboundVerticle::isSolved).forEach(event -> {
            solved.add(event);
            run();
        });
        for (TicketEvent event : events) {
            Message message = event.message();
            boolean reply = message != null && message.direction().equals(Message.OUTBOUND);
            boolean requeued = event.kind().equals(TicketEvent.MESSAGE_DELIVERY)
                    && "queued".equals(event.data().getString("state"));
            if (reply || requeued) {
                run();
                return;
            }
        }
    }

    private static boolean isSolved(TicketEvent event) {
        return event.kind().equals(TicketEvent.STATUS_CHANGED)
                && Status.SOLVED.word().equals(event.data().getString("to"));
    }

    private void sweep() {
        dispatcher.expire().onFailure(failure -> LOG.atDebug().setCause(failure).log("cannot look for expired leases"));
        run();
    }

    private void run() {
        if (draining) {
            return;
        }
        if (!taking.isComplete()) {
            again = true;
            return;
        }
        again = false;
        taking = dispatcher
                .take(inboxes.stream()
                        .filter(inbox -> !rounds.containsKey(inbox) && dispatcher.sendsHere(inbox))
                        .toList())
                .<Void>map(this::send)
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("outbound will try again"));
        taking.onComplete(ended -> {
            if (again) {
                run();
            } else if (ended.succeeded()) {
                tellSolved();
            }
        });
    }

    /** What was written before a ticket was solved goes first: a round in flight may hold it. */
    private void tellSolved() {
        solved.removeIf(event -> {
            boolean now = dispatcher.inboxOf(event).filter(rounds::containsKey).isEmpty();
            if (now) {
                dispatcher.solved(event);
            }
            return now;
        });
    }

    private @Nullable Void send(Dispatcher.Taken taken) {
        taken.leases().stream()
                .collect(Collectors.groupingBy(Lease::inbox))
                .forEach((inbox, leases) -> send(inbox, leases, taken.until()));
        return null;
    }

    /** There may be more where a batch came from. */
    private void send(UUID inbox, List<Lease> leases, long until) {
        Future<Void> round = dispatcher.send(leases, until);
        rounds.put(inbox, round);
        round.onFailure(failure -> LOG.atWarn().setCause(failure).log("what was sent will be settled later"))
                .onComplete(settled -> {
                    rounds.remove(inbox);
                    run();
                });
    }
}
