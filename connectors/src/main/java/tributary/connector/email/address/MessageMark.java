package tributary.connector.email.address;

import java.util.UUID;

/**
 * One of our messages that a mail names in its references.
 *
 * @param ticket the ticket it was written in
 * @param message the message's id
 * @param proved whether its signature is ours
 */
public record MessageMark(long ticket, UUID message, boolean proved) {}
