package tributary.connector.sms.smpp;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ids for messages that have none. The same words twice are two messages, unless our answer to the first did not get
 * through: then the centre delivers it again, and the id is the same. One holder's memory; the next one begins with its
 * {@link Handover}.
 */
final class Repeats {

    /** The last number of a line. */
    static final long LAST = 0xFFFF_FFFF_FFFFL;

    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final int MOST_LOST = 10_000;
    private static final int MOST_HANDED_OVER = 2_000;

    private final String line;
    private final Set<UnderWay> underWay = new LinkedHashSet<>();
    private final Map<Buffer, Deque<Lost>> lost = new HashMap<>();
    private int lostCount;
    private long count;
    private long changes;

    /** @param line unlike any other, of hexadecimal digits and dashes */
    Repeats(String line) {
        this.line = line;
    }

    String line() {
        return line;
    }

    static String id(String line, long number) {
        return line + "-%012x".formatted(number);
    }

    /**
     * A message arrives, and has an id now.
     *
     * @param content hash of all that would be repeated
     * @param now nanoseconds of a monotonic clock
     */
    UnderWay begin(Buffer content, long now) {
        changes++;
        Deque<Lost> same = lost.getOrDefault(content, new ArrayDeque<>());
        String id = null;
        while (id == null && !same.isEmpty()) {
            Lost oldest = same.remove();
            lostCount--;
            id = oldest.isOld(now) ? null : oldest.id();
        }
        if (same.isEmpty()) {
            lost.remove(content);
        }
        UnderWay message =
                id == null ? new UnderWay(id(line, ++count), content, count, now) : new UnderWay(id, content, 0, now);
        underWay.add(message);
        return message;
    }

    /** @param heard whether the centre knows that we have it */
    void end(UnderWay message, boolean heard, long now) {
        changes++;
        if (underWay.remove(message) && !heard) {
            lose(message.id, message.content, now);
        }
    }

    /** The connection ended: no answer to what is under way will be heard. */
    void cut(long now) {
        changes++;
        underWay.forEach(message -> lose(message.id, message.content, now));
        underWay.clear();
    }

    /** Whether the answer to a message was heard is not known. */
    void lose(String id, Buffer content, long now) {
        if (lostCount >= MOST_LOST) {
            lost.clear();
            lostCount = 0;
        }
        lost.computeIfAbsent(content, hash -> new ArrayDeque<>()).add(new Lost(id, now));
        lostCount++;
    }

    /** Grows when there is something new to hand over. */
    long changes() {
        return changes;
    }

    /** As things are now; at most the newest two thousand that are in doubt. */
    Handover handover(long now) {
        long firstOpen = underWay.stream()
                .mapToLong(message -> message.number)
                .filter(number -> number > 0)
                .min()
                .orElse(count + 1);
        List<Handover.Unheard> unheard = new ArrayList<>();
        lost.forEach((content, all) -> all.stream()
                .filter(one -> !one.isOld(now))
                .forEach(
                        one -> unheard.add(new Handover.Unheard(one.id(), content, Duration.ofNanos(now - one.at())))));
        underWay.stream()
                .filter(message -> message.number == 0)
                .forEach(message -> unheard.add(
                        new Handover.Unheard(message.id, message.content, Duration.ofNanos(now - message.at))));
        unheard.sort(Comparator.comparing(Handover.Unheard::age));
        return new Handover(line, firstOpen - 1, unheard.subList(0, Math.min(unheard.size(), MOST_HANDED_OVER)));
    }

    /** One delivery of a message; another one of the same is not equal to it. */
    static final class UnderWay {
        private final String id;
        private final Buffer content;

        /** 0 if the id was given before. */
        private final long number;

        private final long at;

        private UnderWay(String id, Buffer content, long number, long at) {
            this.id = id;
            this.content = content;
            this.number = number;
            this.at = at;
        }

        String id() {
            return id;
        }
    }

    private record Lost(String id, long at) {
        boolean isOld(long now) {
            return now - at >= WITHIN.toNanos();
        }
    }
}
