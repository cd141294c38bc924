package tributary.gateway.inbox;

import java.time.Duration;
import java.util.UUID;

/**
 * One configured account on a channel.
 *
 * @param id key in the tables; given once and kept for good
 * @param name as configured, {@code [a-z0-9-]{1,40}}
 * @param channel the medium: {@code livechat}, {@code email}, …
 * @param connector the connector's type
 * @param oneOpen whether a customer has at most one open ticket here
 * @param reopenWithin how long after it was solved a ticket is reopened by its customer's next message
 */
public record Inbox(UUID id, String name, String channel, String connector, boolean oneOpen, Duration reopenWithin) {

    /** Whether messages here are letters: with a subject, and recipients an agent may choose. */
    public boolean letters() {
        return channel.equals("email");
    }
}
