package tributary.gateway.inbox.suppression;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An address that must not be written to.
 *
 * @param address in lower case
 * @param reason {@code hard-bounce}, {@code soft-bounce}, {@code complaint}, {@code unsubscribe} or {@code manual}
 * @param strikes how often it was said
 * @param active whether it counts now: a soft bounce does so only after {@link SuppressionTable#STRIKES} strikes
 * @param note what an agent wrote about it; maybe empty
 * @param inbox name of the inbox where it was learnt, if it was
 * @param expiresAt when it is forgotten; empty: never
 */
public record Suppression(
        UUID id,
        String address,
        String reason,
        int strikes,
        boolean active,
        String note,
        Optional<String> inbox,
        Instant at,
        Optional<Instant> expiresAt) {}
