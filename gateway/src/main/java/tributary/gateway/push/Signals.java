package tributary.gateway.push;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;
import tributary.gateway.platform.cluster.ClusterBus;

/**
 * What may be lost, between nodes: who writes, who looks at a ticket, which agents are connected. The latter is said again
 * every few seconds, and forgotten when it is not. Thread-safe.
 *
 * <p>Wire: JSON with one of the members {@code typing}, {@code view}, {@code agents}; others are ignored.
 */
final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final String TOPIC = "signals";
    private static final long PRESENCE_NANOS = 10_000_000_000L;

    private final ClusterBus bus;
    private final SessionMap sessions;
    private final LongSupplier nanos;
    private final Map<String, Present> agents = new ConcurrentHashMap<>();

    Signals(ClusterBus bus, SessionMap sessions, LongSupplier nanos) {
        this.bus = bus;
        this.sessions = sessions;
        this.nanos = nanos;
    }

    /** Hands on what other nodes say, on the context this is called on. */
    void follow(Consumer<Signal> signals, Views views) {
        bus.subscribe(TOPIC, message -> {
            try {
                received(message.node(), message.body().toJsonObject(), signals, views);
            } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException newer) {
                LOG.atDebug().addKeyValue("node", message.node()).log("a signal of another version");
            }
        });
    }

    /** @param signal of typing; others say themselves how many agents they see */
    void publish(Signal signal) {
        if (bus.clustered() && signal instanceof Signal.Typing typing) {
            IdentityKey who = typing.party().identity();
            JsonObject data = new JsonObject()
                    .put("inbox", typing.party().inbox())
                    .put("kind", who.kind())
                    .put("scope", who.scope())
                    .put("value", who.value())
                    .put("on", typing.on())
                    .put("agent", typing.agent());
            if (typing.agent() == null) {
                publish("typing", data);
            } else {
                toCustomer(typing.party(), new JsonObject().put("typing", data).toBuffer());
            }
        }
    }

    /** To the nodes the customer is connected to; to all of them if that is not known. */
    private void toCustomer(PartyKey party, Buffer message) {
        sessions.nodes(party).onSuccess(nodes -> {
            if (nodes.isEmpty()) {
                bus.publish(TOPIC, message);
            } else {
                nodes.stream().filter(node -> !node.equals(bus.node())).forEach(node -> bus.tell(node, TOPIC, message));
            }
        });
    }

    void publish(long ticket, Viewers.Viewer viewer, Viewers.State state) {
        if (bus.clustered()) {
            publish(
                    "view",
                    new JsonObject()
                            .put("ticket", ticket)
                            .put("id", viewer.id().toString())
                            .put("name", viewer.name())
                            .put("state", state.word()));
        }
    }

    /** @param connected the agents with a socket on this node */
    void publish(Set<UUID> connected) {
        if (bus.clustered()) {
            JsonArray ids = new JsonArray();
            connected.forEach(id -> ids.add(id.toString()));
            publish("agents", new JsonObject().put("ids", ids));
        }
    }

    /** The agents with a socket on another node, as far as it said so lately. */
    Set<UUID> agents() {
        long now = nanos.getAsLong();
        agents.values().removeIf(present -> present.until() - now < 0);
        Set<UUID> all = new HashSet<>();
        agents.values().forEach(present -> all.addAll(present.agents()));
        return all;
    }

    private void publish(String member, JsonObject data) {
        bus.publish(TOPIC, new JsonObject().put(member, data).toBuffer());
    }

    private void received(String node, JsonObject message, Consumer<Signal> signals, Views views) {
        if (message.containsKey("typing")) {
            signals.accept(typing(message.getJsonObject("typing")));
        } else if (message.containsKey("view")) {
            JsonObject view = message.getJsonObject("view");
            views.view(
                    view.getLong("ticket"),
                    new Viewers.Viewer(UUID.fromString(view.getString("id")), view.getString("name")),
                    Viewers.State.valueOf(view.getString("state").toUpperCase(Locale.ROOT)));
        } else if (message.containsKey("agents")) {
            Set<UUID> ids = new HashSet<>();
            message.getJsonObject("agents").getJsonArray("ids").forEach(id -> ids.add(UUID.fromString((String) id)));
            agents.put(node, new Present(ids, nanos.getAsLong() + PRESENCE_NANOS));
        }
    }

    private static Signal typing(JsonObject data) {
        IdentityKey who = new IdentityKey(data.getString("kind"), data.getString("scope"), data.getString("value"));
        return new Signal.Typing(
                new PartyKey(data.getString("inbox"), who), data.getBoolean("on"), data.getString("agent"));
    }

    /** Told what an agent on another node does with a ticket. */
    interface Views {
        void view(long ticket, Viewers.Viewer viewer, Viewers.State state);
    }

    private record Present(Set<UUID> agents, long until) {}
}
