package tributary.load.bare;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Makes the events of the one topic, filled up to a size. The last few stay in memory, just enough for the client's
 * resume to be tried out against this server.
 */
final class BareEvents {

    static final String EPOCH = "bare";

    private static final int KEPT = 128;
    private static final String ID = "00000000-0000-7000-8000-000000000000";

    private final int bytes;
    private final Deque<String> recent = new ArrayDeque<>(KEPT + 1);
    private long head;

    BareEvents(int bytes) {
        this.bytes = bytes;
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    long head() {
        return head;
    }

    boolean holdsAllAfter(long position) {
        return position <= head && head - position <= recent.size();
    }

    List<String> after(long position) {
        return recent.stream().skip(recent.size() - (head - position)).toList();
    }

    String message(int ticket, String direction, String text) {
        head++;
        String now = now();
        JsonObject author = new JsonObject().put("kind", "visitor").put("name", "Visitor");
        JsonObject message = new JsonObject()
                .put("id", ID)
                .put("ticket", ticket)
                .put("seq", head)
                .put("direction", direction)
                .put("author", author)
                .put("text", text)
                .put("attachments", new JsonArray())
                .put("externalId", ID)
                .put("sentAt", now)
                .put("receivedAt", now);
        JsonObject body = new JsonObject()
                .put("k", "message.created")
                .put("version", 1)
                .put("ticket", ticket)
                .put("at", now)
                .put("actor", author)
                .put("data", message);
        JsonObject envelope = new JsonObject()
                .put("t", "ev")
                .put("topic", "inbox:web")
                .put("s", head)
                .put("d", body);
        return keep(filled(envelope, message));
    }

    private String filled(JsonObject envelope, JsonObject message) {
        String frame = envelope.encode();
        int missing = bytes - frame.length() - ",\"fill\":\"\"".length();
        if (missing <= 0) {
            return frame;
        }
        message.put("fill", "x".repeat(missing));
        return envelope.encode();
    }

    private String keep(String frame) {
        recent.addLast(frame);
        if (recent.size() > KEPT) {
            recent.removeFirst();
        }
        return frame;
    }
}
