package tributary.gateway.threading;

import java.util.Optional;
import java.util.UUID;

/** Which ticket a message belongs to. */
public sealed interface ThreadDecision {

    /** The rule's name, as stored with the message and shown to agents. */
    String rule();

    /** The ticket stays as it is. */
    record Existing(UUID ticket, String rule) implements ThreadDecision {}

    /** The ticket was solved a short while ago and is opened again. */
    record Reopened(UUID ticket, String rule) implements ThreadDecision {}

    /** A new ticket, perhaps linked to an older one. */
    record New(Optional<Link> link) implements ThreadDecision {
        @Override
        public String rule() {
            return "new";
        }
    }

    /**
     * Why a new ticket has to do with an older one.
     *
     * @param kind {@code follow-up}: the older one is over; {@code related}: perhaps, but the sender has no part in it
     */
    record Link(UUID ticket, String kind) {
        static Link followUp(UUID ticket) {
            return new Link(ticket, "follow-up");
        }

        static Link related(UUID ticket) {
            return new Link(ticket, "related");
        }
    }
}
