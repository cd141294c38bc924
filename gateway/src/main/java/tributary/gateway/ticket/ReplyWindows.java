package tributary.gateway.ticket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.conversation.ReplyGrant;

/**
 * Whether a party may be answered, as its row keeps it: null for always, else {@code {"windows": {name: {"until", "left"}},
 * "closed", "held"}}; {@code held} is until when the customer's own messages do not open what is closed. Pure.
 */
final class ReplyWindows {

    private ReplyWindows() {}

    static @Nullable JsonObject granted(@Nullable JsonObject before, ReplyGrant grant, Instant now) {
        if (grant.closed() != null && grant.until() == null) {
            return new JsonObject().put("windows", new JsonObject()).put("closed", grant.closed());
        }
        if (grant.closed() == null && grant.name().isEmpty()) {
            return null;
        }
        JsonObject after = new JsonObject()
                .put(
                        "windows",
                        before == null
                                ? new JsonObject()
                                : before.getJsonObject("windows").copy());
        String until = grant.until() == null ? null : TicketJson.time(grant.until());
        if (grant.closed() != null) {
            return after.put("closed", grant.closed()).put("held", until);
        }
        after.getJsonObject("windows")
                .put(grant.name(), new JsonObject().put("until", until).put("left", grant.messages()));
        String held = before == null ? null : before.getString("held");
        return before != null && held != null && Instant.parse(held).isAfter(now)
                ? after.put("closed", before.getString("closed")).put("held", held)
                : after;
    }

    /**
     * Takes messages out of the windows, first out of the one that ends first.
     *
     * @return what is left; empty if that many may not be sent now
     */
    static Optional<Taken> taken(JsonObject before, Instant now, int messages) {
        if (before.getString("closed") != null) {
            return Optional.empty();
        }
        JsonObject after = before.copy();
        JsonObject windows = after.getJsonObject("windows");
        JsonObject taken = new JsonObject();
        List<Map.Entry<String, JsonObject>> open = windows.stream()
                .map(entry -> Map.entry(entry.getKey(), (JsonObject) entry.getValue()))
                .filter(entry -> isOpen(entry.getValue(), now))
                .sorted(Comparator.comparing(entry -> end(entry.getValue())))
                .toList();
        int wanted = messages;
        for (Map.Entry<String, JsonObject> entry : open) {
            JsonObject window = entry.getValue();
            Integer left = window.getInteger("left");
            if (left == null) {
                return Optional.of(new Taken(after, taken));
            }
            int used = Math.min(left, wanted);
            if (used > 0) {
                taken.put(entry.getKey(), window.copy().put("left", used));
            }
            window.put("left", left - used);
            wanted -= used;
        }
        return wanted == 0 ? Optional.of(new Taken(after, taken)) : Optional.empty();
    }

    /**
     * Gives back what a message took that was not sent. A window that was granted anew since has its full count already.
     *
     * @param taken as {@link Taken#taken}
     */
    static JsonObject returned(JsonObject before, JsonObject taken) {
        JsonObject after = before.copy();
        taken.forEach(entry -> {
            JsonObject was = (JsonObject) entry.getValue();
            JsonObject window = after.getJsonObject("windows").getJsonObject(entry.getKey());
            if (window != null
                    && window.getInteger("left") != null
                    && Objects.equals(window.getString("until"), was.getString("until"))) {
                window.put("left", window.getInteger("left") + was.getInteger("left"));
            }
        });
        return after;
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

    /**
     * @param after how the party's row is then
     * @param taken how many out of which window: {@code {name: {"until", "left"}}}
     */
    record Taken(JsonObject after, JsonObject taken) {}
}
