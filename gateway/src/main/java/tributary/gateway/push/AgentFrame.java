package tributary.gateway.push;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One envelope from an agent's page.
 *
 * @param type its {@code t}
 * @param id the request's id, 0 if it has none
 */
record AgentFrame(String type, long id, JsonObject data) {

    private static final int BATCH = 50;
    private static final long LAST_ID = 0xFFFFFFFFL;

    /** Empty if the text is no object, or array of objects, with a string {@code t}, an id in range and an object {@code d}. */
    static Optional<List<AgentFrame>> parse(String text) {
        try {
            Object value = Json.decodeValue(text);
            if (value instanceof JsonObject object) {
                return envelope(object).map(List::of);
            }
            return value instanceof JsonArray array ? batch(array) : Optional.empty();
        } catch (DecodeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<List<AgentFrame>> batch(JsonArray array) {
        List<AgentFrame> frames = new ArrayList<>();
        for (Object element : array) {
            Optional<AgentFrame> frame = element instanceof JsonObject object ? envelope(object) : Optional.empty();
            if (frame.isEmpty() || frames.size() == BATCH) {
                return Optional.empty();
            }
            frames.add(frame.get());
        }
        return Optional.of(frames);
    }

    private static Optional<AgentFrame> envelope(JsonObject object) {
        Object type = object.getValue("t");
        Object id = object.getValue("id");
        Object data = object.containsKey("d") ? object.getValue("d") : new JsonObject();
        boolean ids = id == null || isId(id);
        return type instanceof String name && ids && data instanceof JsonObject d
                ? Optional.of(new AgentFrame(name, id == null ? 0 : ((Number) id).longValue(), d))
                : Optional.empty();
    }

    private static boolean isId(Object id) {
        boolean whole = id instanceof Integer || id instanceof Long;
        return whole && ((Number) id).longValue() >= 1 && ((Number) id).longValue() <= LAST_ID;
    }
}
