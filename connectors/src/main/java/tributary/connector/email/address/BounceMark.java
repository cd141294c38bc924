package tributary.connector.email.address;

import java.util.UUID;

/**
 * One of our messages whose delivery a mail reports on.
 *
 * @param message the message's id
 * @param proved whether its signature is ours; a bounce without proof answers a mail that we did not send
 */
public record BounceMark(UUID message, boolean proved) {}
