package tributary.gateway.platform.redis;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Small values with a life, shared by the nodes. Futures end on the caller's context within a fraction of a second; they fail
 * with {@link StateUnavailableException} while the store is away, and then the caller goes on as if it were alone.
 */
public interface SharedState {

    /** Whether other nodes see what this one writes. */
    boolean everywhere();

    /** Counts one; the first count of a key opens a window, at whose end counting begins anew. */
    Future<Count> count(String key, Duration window);

    Future<Void> put(String key, String value, Duration life);

    Future<Optional<String>> get(String key);

    Future<Void> remove(String key);

    /** Takes a name for a while; one of many who try at the same time gets it. For saving work, never for exclusion. */
    Future<Boolean> claim(String key, String owner, Duration life);

    /** Says that a member is in a group, for that long. */
    Future<Void> join(String group, String member, Duration life);

    Future<Void> leave(String group, String member);

    /** Members whose life has not ended. */
    Future<Set<String>> members(String group);

    /**
     * Keeps a value at a place of a stream. A stream forgets its oldest values beyond {@code keep}, and all of them when
     * nothing was added for {@code life}.
     */
    Future<Void> append(String stream, long place, String value, int keep, Duration life);

    /** The values that are left at a place and behind it, in the order of their places, at most {@code limit}. */
    Future<List<String>> from(String stream, long place, int limit);

    /** Succeeds while the store answers. */
    Future<Void> ping();

    /** Lets go of what is held; nothing may be called after it. */
    Future<Void> close();

    /**
     * @param number how many times it was counted in this window, this time included
     * @param left until the window ends
     */
    record Count(long number, Duration left) {}

    /** The store is away or slow. */
    final class StateUnavailableException extends RuntimeException {
        StateUnavailableException(String message) {
            super(message, null, false, false);
        }
    }
}
