package tributary.connector.sms.smpp;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ids for messages that have none. The same words twice are two messages, unless our answer to the first did not get
 * through: then the centre delivers it again, and the id is the same. Kept in memory: after a crash of the node a
 * repetition is a second message rather than a lost one.
 */
final class Repeats {

    private static final long WITHIN = TimeUnit.MINUTES.toNanos(5);
    private static final int MOST_LOST = 10_000;

    private final Supplier<String> ids;
    private final Map<String, Buffer> underWay = new LinkedHashMap<>();
    private final Map<Buffer, Deque<Lost>> lost = new HashMap<>();
    private int lostCount;

    Repeats(Supplier<String> ids) {
        this.ids = ids;
    }

    /**
     * The id of a message that arrives.
     *
     * @param content hash of all that would be repeated
     * @param now nanoseconds of a monotonic clock
     */
    String begin(Buffer content, long now) {
        Deque<Lost> same = lost.getOrDefault(content, new ArrayDeque<>());
        String id = null;
        while (id == null && !same.isEmpty()) {
            Lost oldest = same.remove();
            lostCount--;
            id = now - oldest.at() < WITHIN ? oldest.id() : null;
        }
        if (same.isEmpty()) {
            lost.remove(content);
        }
        String given = id == null ? ids.get() : id;
        underWay.put(given, content);
        return given;
    }

    /** @param heard whether the centre knows that we have it */
    void end(String id, boolean heard, long now) {
        Buffer content = underWay.remove(id);
        if (content != null && !heard) {
            lose(id, content, now);
        }
    }

    /** The connection ended: no answer to what is under way will be heard. */
    void cut(long now) {
        underWay.forEach((id, content) -> lose(id, content, now));
        underWay.clear();
    }

    private void lose(String id, Buffer content, long now) {
        if (lostCount >= MOST_LOST) {
            lost.clear();
            lostCount = 0;
        }
        lost.computeIfAbsent(content, hash -> new ArrayDeque<>()).add(new Lost(id, now));
        lostCount++;
    }

    private record Lost(String id, long at) {}
}
