package tributary.gateway.threading;

import java.util.Optional;
import java.util.UUID;

/** Which ticket a message belongs to. */
public sealed interface ThreadDecision {

    /** The rule's name, as stored with the message and shown to agents. */
    String rule();

    /** The ticket is open. */
    record Existing(UUID ticket) implements ThreadDecision {
        @Override
        public String rule() {
            return "open-ticket";
        }
    }

    /** The ticket was solved a short while ago and is opened again. */
    record Reopened(UUID ticket) implements ThreadDecision {
        @Override
        public String rule() {
            return "reopened";
        }
    }

    /** A new ticket; it follows up an older one if there was any. */
    record New(Optional<UUID> followsUp) implements ThreadDecision {
        @Override
        public String rule() {
            return "new";
        }
    }
}
