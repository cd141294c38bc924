package tributary.gateway.api.resource;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tributary.gateway.contact.Contact;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.session.ApiTokens;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxCounters.Counts;
import tributary.gateway.journal.Quarantined;
import tributary.gateway.ticket.TicketJson;

/** The JSON of what is not a ticket or message; those are {@link TicketJson}'s. */
final class Shapes {

    private Shapes() {}

    /** An agent as they see themselves, or an administrator does; {@code inboxes} null means all. */
    static JsonObject agent(Access access) {
        return colleague(access)
                .put("email", access.agent().email())
                .put(
                        "inboxes",
                        access.visible()
                                .map(names -> new JsonArray(List.copyOf(new TreeSet<>(names))))
                                .orElse(null));
    }

    /** An agent as every other agent sees them. */
    static JsonObject colleague(Access access) {
        return new JsonObject()
                .put("id", access.agent().id().toString())
                .put("name", access.agent().name())
                .put("email", (String) null)
                .put("role", access.agent().role().wire())
                .put("active", access.agent().active());
    }

    static JsonObject token(ApiTokens.Listed token) {
        return new JsonObject()
                .put("id", token.id().toString())
                .put("name", token.name())
                .put("createdAt", TicketJson.time(token.createdAt()))
                .put("lastUsedAt", time(token.lastUsedAt()));
    }

    static JsonObject contact(Contact contact, JsonArray tickets) {
        return new JsonObject()
                .put("id", contact.id().toString())
                .put("name", contact.name())
                .put("identities", array(contact.identities(), Shapes::identity))
                .put("tickets", tickets)
                .put("createdAt", TicketJson.time(contact.createdAt()))
                .put("fields", contact.fields());
    }

    static JsonObject inbox(Inbox inbox, String state, Counts counts) {
        return new JsonObject()
                .put("name", inbox.name())
                .put("channel", inbox.channel())
                .put("connector", inbox.connector())
                .put("state", state)
                .put("lastInboundAt", time(counts.lastInboundAt()))
                .put(
                        "counters",
                        new JsonObject()
                                .put("messages", counts.messages())
                                .put("tickets", counts.tickets())
                                .put("quarantined", counts.quarantined())
                                .put("pending", counts.pending()));
    }

    static JsonObject quarantined(Quarantined entry) {
        return new JsonObject()
                .put("id", entry.id().toString())
                .put("inbox", entry.inbox())
                .put("kind", entry.kind())
                .put("problem", entry.problem())
                .put("tries", entry.tries())
                .put("at", TicketJson.time(entry.at()))
                .put("summary", entry.party());
    }

    static JsonObject heads(Map<String, Long> heads) {
        JsonObject json = new JsonObject();
        heads.forEach(json::put);
        return json;
    }

    /** A list without an end of its own. */
    static JsonObject list(JsonArray data) {
        return new JsonObject().put("data", data).put("page", new JsonObject().put("next", (String) null));
    }

    static JsonObject page(JsonArray data, Optional<String> next) {
        return new JsonObject().put("data", data).put("page", new JsonObject().put("next", next.orElse(null)));
    }

    static <T> JsonArray array(List<T> values, Function<T, JsonObject> shape) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(shape.apply(value)));
        return array;
    }

    private static JsonObject identity(Contact.Identity identity) {
        return new JsonObject()
                .put("kind", identity.kind())
                .put("scope", identity.scope())
                .put("value", identity.value())
                .put("proof", identity.proof());
    }

    private static @Nullable String time(Optional<Instant> at) {
        return at.map(TicketJson::time).orElse(null);
    }
}
