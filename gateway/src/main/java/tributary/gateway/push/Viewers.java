package tributary.gateway.push;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import tributary.gateway.ticket.TicketJson;

/** Which agents look at a ticket, or write in it. A view not renewed ends by itself. Touched on one context only. */
final class Viewers {

    private static final long LIFE_NANOS = 25_000_000_000L;

    private final Clock clock;
    private final BiConsumer<Long, JsonObject> changed;
    private final Map<Long, Map<UUID, View>> tickets = new HashMap<>();

    /** @param changed told a ticket's number and its {@code d} whenever its viewers changed */
    Viewers(Clock clock, BiConsumer<Long, JsonObject> changed) {
        this.clock = clock;
        this.changed = changed;
    }

    /** @return whether the agent began or stopped writing */
    boolean view(long ticket, Viewer agent, State state) {
        Map<UUID, View> viewers = tickets.computeIfAbsent(ticket, added -> new LinkedHashMap<>());
        View before = viewers.get(agent.id());
        State was = before == null ? State.LEFT : before.state();
        if (state == State.LEFT) {
            viewers.remove(agent.id());
        } else {
            Instant since = was == state && before != null ? before.since() : clock.instant();
            viewers.put(agent.id(), new View(agent.name(), state, since, System.nanoTime() + LIFE_NANOS));
        }
        if (was != state) {
            changed.accept(ticket, data(ticket));
        }
        return (was == State.COMPOSING) != (state == State.COMPOSING);
    }

    /** Ends the views that were not renewed. */
    void expire() {
        long now = System.nanoTime();
        for (Long ticket : List.copyOf(tickets.keySet())) {
            Map<UUID, View> viewers = tickets.getOrDefault(ticket, Map.of());
            if (viewers.values().removeIf(view -> view.until() - now < 0)) {
                changed.accept(ticket, data(ticket));
            }
            if (viewers.isEmpty()) {
                tickets.remove(ticket);
            }
        }
    }

    /** {@code {viewers: [{agent: {id, name}, state, since}]}}. */
    JsonObject data(long ticket) {
        JsonArray viewers = new JsonArray();
        tickets.getOrDefault(ticket, Map.of())
                .forEach((agent, view) -> viewers.add(new JsonObject()
                        .put(
                                "agent",
                                new JsonObject().put("id", agent.toString()).put("name", view.name()))
                        .put("state", view.state().word())
                        .put("since", TicketJson.time(view.since()))));
        return new JsonObject().put("viewers", viewers);
    }

    /** What an agent does with a ticket. */
    enum State {
        VIEWING,
        COMPOSING,
        LEFT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who looks. */
    record Viewer(UUID id, String name) {}

    private record View(String name, State state, Instant since, long until) {}
}
