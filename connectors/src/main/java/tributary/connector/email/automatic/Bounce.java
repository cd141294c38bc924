package tributary.connector.email.automatic;

import java.util.List;
import java.util.Optional;

/**
 * What a bounce says.
 *
 * @param recipients at least one
 * @param originalMessageId of the mail that bounced, without angle brackets
 * @param verp what the caller's reader of return addresses found in the addresses the bounce came to
 */
public record Bounce(List<BouncedRecipient> recipients, Optional<String> originalMessageId, Optional<String> verp) {
    public Bounce {
        recipients = List.copyOf(recipients);
    }
}
