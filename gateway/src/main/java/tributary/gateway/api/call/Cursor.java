package tributary.gateway.api.call;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tributary.gateway.platform.http.Problem;

/**
 * A place in a list, as the client sees it: opaque and safe in a URL. Inside are the list's name and the keys of the row the
 * next page follows, so a cursor of one list does not fit another.
 */
public final class Cursor {

    private static final int LONGEST = 300;

    private Cursor() {}

    /** @param list which list, for example {@code tickets} */
    public static String of(String list, Object... keys) {
        JsonArray place = new JsonArray().add(list);
        for (Object key : keys) {
            place.add(key);
        }
        byte[] json = place.encode().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /**
     * @param types of the keys, in order: {@code Long.class} or {@code String.class}
     * @return the keys without the list's name
     * @throws Problem 400 if this is no cursor of this list
     */
    public static JsonArray read(String cursor, String list, Class<?>... types) {
        JsonArray place = decoded(cursor).orElseThrow(Cursor::wrong);
        boolean fits = place.size() == types.length + 1 && list.equals(place.getValue(0));
        for (int i = 0; fits && i < types.length; i++) {
            Object key = place.getValue(i + 1);
            fits = types[i] == Long.class ? key instanceof Integer || key instanceof Long : types[i].isInstance(key);
        }
        if (!fits) {
            throw wrong();
        }
        place.remove(0);
        return place;
    }

    private static Optional<JsonArray> decoded(String cursor) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(cursor);
            return cursor.length() > LONGEST
                    ? Optional.empty()
                    : Optional.of(new JsonArray(new String(json, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | DecodeException | ClassCastException notOurs) {
            return Optional.empty();
        }
    }

    private static Problem wrong() {
        return Problem.badRequest("cursor: expected the value of page.next of this list, found something else");
    }
}
