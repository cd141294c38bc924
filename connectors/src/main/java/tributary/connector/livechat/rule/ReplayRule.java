package tributary.connector.livechat.rule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client that was away is told exactly what it missed or starts over with a snapshot; never a part of it. It is
 * told when it names this database, a position that exists, and missed at most {@link #MAX_GAP} events of the last
 * {@link #MAX_AGE}.
 */
public final class ReplayRule {
    public static final int MAX_GAP = 300;
    public static final Duration MAX_AGE = Duration.ofDays(7);

    private ReplayRule() {}

    /** @param position where the client says it is, or null if it holds nothing */
    public static boolean withinReach(@Nullable Position position, String epoch, long head) {
        return position != null
                && position.epoch().equals(epoch)
                && position.seq() >= 0
                && position.seq() <= head
                && head - position.seq() <= MAX_GAP;
    }

    public static boolean freshEnough(Instant oldestMissed, Instant now) {
        return !oldestMissed.isBefore(now.minus(MAX_AGE));
    }

    /** A place in a stream of the database that {@code epoch} names. */
    public record Position(String epoch, long seq) {}
}
