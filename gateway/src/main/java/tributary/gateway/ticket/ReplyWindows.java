package tributary.gateway.ticket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.conversation.ReplyGrant;

/**
 * Whether a party may be answered, as its row keeps it: null for always, else {@code {"windows": {name: {"until", "left"}},
 * "closed"}}. Pure.
 */
final class ReplyWindows {

    private ReplyWindows() {}

    static @Nullable JsonObject granted(@Nullable JsonObject before, ReplyGrant grant) {
        if (grant.closed() != null) {
            return new JsonObject().put("windows", new JsonObject()).put("closed", grant.closed());
        }
        if (grant.name().isEmpty()) {
            return null;
        }
        JsonObject windows = before == null
                ? new JsonObject()
                : before.getJsonObject("windows").copy();
        windows.put(
                grant.name(),
                new JsonObject()
                        .put("until", grant.until() == null ? null : TicketJson.time(grant.until()))
                        .put("left", grant.messages()));
        return new JsonObject().put("windows", windows);
    }

    /**
     * Takes messages out of the windows, first out of the one that ends first.
     *
     * @return what is left; empty if that many may not be sent now
     */
    static Optional<JsonObject> taken(JsonObject before, Instant now, int messages) {
        JsonObject after = before.copy();
        JsonObject windows = after.getJsonObject("windows");
        List<JsonObject> open = windows.stream()
                .map(entry -> (JsonObject) entry.getValue())
                .filter(window -> isOpen(window, now))
                .sorted(Comparator.comparing(ReplyWindows::end))
                .toList();
        int wanted = messages;
        for (JsonObject window : open) {
            Integer left = window.getInteger("left");
            if (left == null) {
                return Optional.of(after);
            }
            int used = Math.min(left, wanted);
            window.put("left", left - used);
            wanted -= used;
        }
        return wanted == 0 ? Optional.of(after) : Optional.empty();
    }

    /** As people's programs get it: {@code {"closed", "grants": [{"until", "left"}]}}, without what has been used up. */
    static @Nullable JsonObject shown(@Nullable JsonObject reply) {
        if (reply == null) {
            return null;
        }
        JsonArray grants = new JsonArray();
        reply.getJsonObject("windows").stream()
                .map(entry -> (JsonObject) entry.getValue())
                .filter(window -> window.getInteger("left") == null || window.getInteger("left") > 0)
                .sorted(Comparator.comparing(ReplyWindows::end))
                .forEach(window -> grants.add(window.copy()));
        return new JsonObject().put("closed", reply.getString("closed")).put("grants", grants);
    }

    private static boolean isOpen(JsonObject window, Instant now) {
        return end(window).isAfter(now);
    }

    private static Instant end(JsonObject window) {
        String until = window.getString("until");
        return until == null ? Instant.MAX : Instant.parse(until);
    }
}
