package tributary.connector;

import java.time.Duration;

/** Something the request needs is down or full; the same request may succeed after the given time. */
public final class UnavailableException extends RuntimeException {
    private final Duration retryAfter;

    public UnavailableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
