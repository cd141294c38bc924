package tributary.connector;

import java.time.Duration;
import java.util.Optional;

/** Rate limits shared by the node (and later the cluster). */
public interface Limits {

    /**
     * Takes one from a bucket.
     *
     * @param limit which limit, a key under {@code limits:} such as {@code visitor-messages}
     * @param subject whose bucket: a session id or a peer address
     * @return empty if allowed, else how long to wait
     */
    Optional<Duration> take(String limit, String subject);

    /** Whether this peer is never counted; false whenever a forwarding header came with the request. */
    boolean exempt(String peer, boolean forwarded);
}
