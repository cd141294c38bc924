package tributary.gateway.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Conversations;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;
import tributary.gateway.identity.Identity;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.Agent;
import tributary.gateway.identity.session.SocketAccess;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.platform.cluster.ClusterBus;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.redis.SharedState;
import tributary.gateway.ticket.PartyLog;
import tributary.gateway.ticket.ReplayWindow;
import tributary.gateway.ticket.TicketBus;
import tributary.gateway.ticket.TicketEvent;
import tributary.gateway.ticket.TicketJson;
import tributary.gateway.ticket.TicketLog;
import tributary.gateway.ticket.TicketSnapshots;

/**
 * The live side of a node: the feed of the ticket log, the sockets of agents, the streams of customers, and what may be
 * lost between them (typing, viewers, presence).
 *
 * <p>The feed and the viewers live on one context; every socket on its own loop.
 */
public final class Push implements PushServices {

    public static final String SOCKETS = "tributary_agent_connections";
    public static final String SLOW = "tributary_agent_slow_closes_total";
    public static final String REFUSED = "tributary_agent_refused_total";

    private static final Logger LOG = LoggerFactory.getLogger(Push.class);
    private static final long RECHECK_MS = 2_500;
    private static final long SOON_MS = 100;
    private static final int LEAVE_SPREAD_SECONDS = 5;

    private final Vertx vertx;
    private final Context context;
    private final PushConfig config;
    private final Identity identity;
    private final InboxDirectory inboxes;
    private final EventFrames frames;
    private final Topics topics;
    private final Hub hub;
    private final Feed feed;
    private final TicketBus bus;
    private final SharedState shared;
    private final ReplayWindow window;
    private final SessionMap sessions;
    private final Viewers viewers;
    private final Signals others;
    private final Presence presence;
    private final PartyStreams streams;
    private final String epoch;
    private final Predicate<String> origins;
    private final Counter slow;
    private final Counter refused;
    private final Map<UUID, AgentSocket> sockets = new ConcurrentHashMap<>();
    private final Map<String, Integer> online = new ConcurrentHashMap<>();
    private final AtomicBoolean rechecking = new AtomicBoolean();
    private volatile boolean stopping;

    /**
     * @param origins whether a page of this origin may open an agent's socket
     * @param known which external ids an inbox's journal has
     */
    public Push(
            Vertx vertx,
            Stores stores,
            Identity identity,
            PushConfig config,
            Predicate<String> origins,
            BiFunction<UUID, List<String>, Future<Set<String>>> known,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.identity = identity;
        this.inboxes = stores.inboxes();
        this.epoch = stores.epoch();
        this.origins = origins;
        this.frames = new EventFrames(stores.json());
        TicketLog log = new TicketLog(stores.database());
        this.hub = new Hub(frames);
        this.bus = stores.bus();
        this.shared = stores.shared();
        this.window = new ReplayWindow(shared, epoch, log, meters);
        this.feed = new Feed(vertx, log, bus, inboxes, this::passOn, meters);
        this.topics = new Topics(log, new TicketSnapshots(stores.database()), inboxes, frames, window, feed::passed);
        this.viewers = new Viewers(Clock.systemUTC(), this::viewersChanged);
        this.sessions = new SessionMap(stores.sessions(), stores.others().node(), hub::parties, meters);
        this.others = new Signals(stores.others(), sessions, System::nanoTime);
        this.presence = new Presence(others, stores.others().node(), shared);
        this.streams = new PartyStreams(
                vertx,
                epoch,
                inboxes,
                new PartyStreams.Logs(log, new PartyLog(stores.database())),
                hub,
                sessions,
                known,
                inbox -> online.getOrDefault(inbox, 0));
        this.slow = meters.counter(SLOW);
        this.refused = meters.counter(REFUSED);
        Gauge.builder(SOCKETS, sockets, Map::size).register(meters);
    }

    /** Begins to follow the log; completes when no later event can be missed. */
    public Future<Void> start() {
        Promise<Void> started = Promise.promise();
        context.runOnContext(on -> {
            vertx.setPeriodic(config.heartbeat().toMillis(), tick -> hub.beat());
            vertx.setPeriodic(RECHECK_MS, tick -> recheck());
            vertx.setPeriodic(RECHECK_MS, tick -> viewers.expire());
            vertx.setPeriodic(SessionMap.RENEW_MS, tick -> sessions.renew());
            if (shared.everywhere()) {
                bus.subscribeHere(window::remember);
            }
            others.follow(this::pass, this::apply);
            feed.start().onComplete(started);
        });
        return started.future();
    }

    /** What all nodes see is written by the one that committed; what only this one sees, by itself. */
    private void passOn(List<TicketEvent> events) {
        hub.deliver(events);
        if (!shared.everywhere()) {
            window.remember(events);
        }
    }

    /** Who listens; for tests. */
    Hub hub() {
        return hub;
    }

    /** The position of an inbox up to which this node has passed events on; -1 if there is no such inbox. */
    public long shown(String inbox) {
        return feed.passed(inbox);
    }

    /** The customers' side of the live stream. */
    public Conversations conversations() {
        return streams;
    }

    /** Takes an upgrade of an agent's page. */
    public void upgrade(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin != null && !origins.test(origin)) {
            refused.increment();
            request.response().setStatusCode(403).end();
            return;
        }
        if (stopping) {
            request.response().setStatusCode(503).putHeader("Retry-After", "2").end();
            return;
        }
        request.toWebSocket().onSuccess(socket -> {
            if (!"ag1".equals(socket.subProtocol())) {
                socket.close((short) 3501, "expected sub-protocol ag1");
                return;
            }
            Context own = vertx.getOrCreateContext();
            AgentSocket agent = new AgentSocket(socket, this, hub.loop(own), own);
            sockets.put(agent.id(), agent);
            agent.open();
        });
    }

    /** Passes on what may be lost, on every node; from any thread. */
    public void signal(Signal signal) {
        pass(signal);
        others.publish(signal);
    }

    private void pass(Signal signal) {
        if (signal instanceof Signal.Typing typing && typing.agent() == null) {
            hub.ephemeral(typing.party(), typing);
        } else if (signal instanceof Signal.Typing typing) {
            hub.signal(typing.party(), typing);
        } else if (signal instanceof Signal.AgentsOnline count) {
            hub.signal(count.inbox(), count);
        }
    }

    /** Tells every page to come back later, spread over a few seconds, and closes its socket. */
    public Future<Void> stop() {
        stopping = true;
        int count = 0;
        for (AgentSocket socket : sockets.values()) {
            int retryAfter = 1 + count++ % LEAVE_SPREAD_SECONDS;
            socket.onLoop(() -> socket.leave(retryAfter));
        }
        return vertx.timer(200).mapEmpty();
    }

    /** Once for many log-ins and closes: a reconnect storm must not ask for every agent at each of them. */
    private void recheckSoon() {
        if (rechecking.compareAndSet(false, true)) {
            vertx.setTimer(
                    SOON_MS,
                    tick -> context.runOnContext(on -> {
                        rechecking.set(false);
                        recheck();
                    }));
        }
    }

    private void recheck() {
        Set<AgentSocket> asked = new HashSet<>();
        Set<UUID> agents = new HashSet<>();
        Set<Buffer> logIns = new HashSet<>();
        sockets.values()
                .forEach(socket -> socket.agent().map(Agent::id).ifPresent(agent -> {
                    asked.add(socket);
                    agents.add(agent);
                    socket.logIn().ifPresent(logIns::add);
                }));
        Future.all(
                        presence.everywhere(Set.copyOf(agents)).compose(identity.agents()::accessOfAll),
                        identity.sessions().stillOpen(logIns))
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("cannot check the agents' rights"))
                .onSuccess(both -> {
                    Map<UUID, Access> now = both.resultAt(0);
                    logIns.removeAll(both.<Set<Buffer>>resultAt(1));
                    hub.eachSocket(socket -> recheck(socket, asked, now, logIns));
                    count(now);
                });
    }

    /** A socket that came meanwhile knows more than what was asked before it: it is left to the next time. */
    private static void recheck(AgentSocket socket, Set<AgentSocket> asked, Map<UUID, Access> now, Set<Buffer> over) {
        boolean loggedOut = socket.logIn().filter(over::contains).isPresent();
        socket.agent()
                .filter(agent -> asked.contains(socket))
                .map(agent -> Optional.ofNullable(now.get(agent.id())).filter(access -> !loggedOut))
                .ifPresent(socket::recheck);
    }

    private void count(Map<UUID, Access> connected) {
        Map<String, Integer> now = new HashMap<>();
        for (Inbox inbox : inboxes.all()) {
            int agents = (int) connected.values().stream()
                    .filter(access -> access.maySee(inbox.name()))
                    .count();
            now.put(inbox.name(), agents);
        }
        now.forEach((inbox, agents) -> {
            if (!agents.equals(online.put(inbox, agents))) {
                pass(new Signal.AgentsOnline(inbox, agents));
            }
        });
    }

    /** A view on another node, which tells the customer itself. */
    private void apply(long ticket, Viewers.Viewer viewer, Viewers.State state) {
        viewers.view(ticket, viewer, state);
    }

    private void viewersChanged(long ticket, JsonObject data) {
        String topic = EventFrames.ticketTopic(ticket);
        hub.ephemeral(topic, viewersFrame(topic, data));
    }

    private static String viewersFrame(String topic, JsonObject data) {
        return new JsonObject()
                .put("t", "viewers")
                .put("topic", topic)
                .put("d", data)
                .encode();
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public PushConfig config() {
        return config;
    }

    @Override
    public EventFrames frames() {
        return frames;
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public Counter slow() {
        return slow;
    }

    @Override
    public Counter refused() {
        return refused;
    }

    @Override
    public Future<Optional<SocketAccess>> redeem(String ticket) {
        return identity.wsTickets().redeem(ticket).onSuccess(access -> recheckSoon());
    }

    @Override
    public Future<Optional<Topic>> open(AgentSocket socket, String topic) {
        return topics.find(socket, socket.access().orElseThrow(), topic);
    }

    @Override
    public void greet(AgentSocket socket, TopicSubscription subscription) {
        if (subscription.party().isPresent()) {
            long ticket = Long.parseLong(subscription.topic().substring("ticket:".length()));
            context.runOnContext(on -> {
                JsonObject data = viewers.data(ticket);
                socket.onLoop(() -> subscription.ephemeral(viewersFrame(subscription.topic(), data)));
            });
        }
    }

    @Override
    public void view(long ticket, Agent agent, Viewers.State state, Optional<PartyKey> party) {
        Viewers.Viewer viewer = new Viewers.Viewer(agent.id(), agent.name());
        others.publish(ticket, viewer, state);
        context.runOnContext(on -> {
            boolean typingChanged = viewers.view(ticket, viewer, state);
            if (typingChanged || state == Viewers.State.COMPOSING) {
                party.ifPresent(customer ->
                        signal(new Signal.Typing(customer, state == Viewers.State.COMPOSING, agent.name())));
            }
        });
    }

    @Override
    public void closed(AgentSocket socket) {
        sockets.remove(socket.id());
        recheckSoon();
    }

    /** What the live side reads. */
    public record Stores(
            Database database,
            InboxDirectory inboxes,
            TicketBus bus,
            ClusterBus others,
            SharedState shared,
            TicketJson json,
            String epoch) {

        /** Where nodes tell each other who is connected; a node on its own, and nodes without Redis, do not. */
        Optional<SharedState> sessions() {
            return Optional.of(shared).filter(state -> state.everywhere() && others.clustered());
        }
    }
}
