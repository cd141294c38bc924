package tributary.gateway.journal;

import java.time.Duration;

/**
 * Bounds of the journal.
 *
 * @param queue arrivals that may wait for an append; more are refused with "try later"
 * @param batch arrivals in one append at most
 * @param linger how long after the start of an append the next one may start at the earliest; the first arrival after a
 *     silence does not wait
 * @param timeout how long an arrival may wait for its answer before it is refused
 */
public record JournalConfig(Integer queue, Integer batch, Duration linger, Duration timeout) {

    public static final JournalConfig DEFAULT =
            new JournalConfig(5_000, 256, Duration.ofMillis(7), Duration.ofSeconds(4));

    public JournalConfig {
        queue = queue == null ? 5_000 : queue;
        batch = batch == null ? 256 : batch;
        linger = linger == null ? Duration.ofMillis(7) : linger;
        timeout = timeout == null ? Duration.ofSeconds(4) : timeout;
        if (queue < 1 || batch < 1) {
            throw new IllegalArgumentException("expected a queue and a batch of at least 1");
        }
    }
}
