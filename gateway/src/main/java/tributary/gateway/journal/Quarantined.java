package tributary.gateway.journal;

import java.time.Instant;
import java.util.UUID;

/**
 * An entry in the holding pen.
 *
 * @param problem why it waits here, without a customer's words
 * @param party who sent it, as {@code kind:value}
 */
public record Quarantined(UUID id, String inbox, String kind, String problem, int tries, String party, Instant at) {}
