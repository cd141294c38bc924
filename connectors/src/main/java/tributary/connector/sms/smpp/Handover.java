package tributary.connector.sms.smpp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * What the next holder of the account has to know of this one's answers: an id counts as heard up to {@code through}, and
 * as unheard after it.
 *
 * @param line the first part of this holder's ids
 * @param through number of the last id that was answered with all before it
 * @param unheard ids that are nevertheless in doubt, of this holder or an earlier one
 */
record Handover(String line, long through, List<Unheard> unheard) {

    private static final int VERSION = 1;

    /** @param content hash of all that would be repeated */
    record Unheard(String id, Buffer content, Duration age) {}

    Buffer write() {
        JsonArray doubtful = new JsonArray();
        unheard.forEach(one -> doubtful.add(new JsonObject()
                .put("id", one.id())
                .put("content", one.content())
                .put("age", one.age().toMillis())));
        return new JsonObject()
                .put("v", VERSION)
                .put("line", line)
                .put("through", through)
                .put("unheard", doubtful)
                .toBuffer();
    }

    static Handover read(Buffer written) {
        JsonObject json = written.toJsonObject();
        return new Handover(
                json.getString("line"),
                json.getLong("through"),
                json.getJsonArray("unheard").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new Unheard(
                                one.getString("id"), one.getBuffer("content"), Duration.ofMillis(one.getLong("age"))))
                        .toList());
    }

    /** The first and the last id of which nothing is known but that they may be in the journal. */
    String firstOpen() {
        return Repeats.id(line, through + 1);
    }

    String lastOpen() {
        return Repeats.id(line, Repeats.LAST);
    }
}
