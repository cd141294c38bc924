package tributary.gateway.ticket;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How urgent a ticket is. */
public enum Priority {
    URGENT,
    HIGH,
    NORMAL,
    LOW;

    /** The word on every wire and in the tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Priority> of(String word) {
        return Arrays.stream(values())
                .filter(priority -> priority.word().equals(word))
                .findFirst();
    }
}
