package tributary.gateway.ticket;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a ticket is in its life. */
public enum Status {
    NEW,
    OPEN,
    /** Waits for the customer. */
    PENDING,
    /** Waits for somebody else. */
    HOLD,
    SOLVED,
    CLOSED;

    /** The word on every wire and in the tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Status> of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }

    /** Whether work is left to do. */
    public boolean isOpen() {
        return this != SOLVED && this != CLOSED;
    }
}
