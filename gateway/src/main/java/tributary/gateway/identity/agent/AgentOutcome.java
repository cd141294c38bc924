package tributary.gateway.identity.agent;

import java.util.Map;

/** What became of a wish to create or change an agent. */
public sealed interface AgentOutcome {

    /** It is done and committed with the caller's transaction. */
    record Saved(Access access) implements AgentOutcome {}

    /**
     * Nothing was changed.
     *
     * @param problems by field ({@code email}, {@code name}, {@code password}, {@code inboxes}): what was expected and found
     */
    record Refused(Reason reason, Map<String, String> problems) implements AgentOutcome {
        public Refused {
            problems = Map.copyOf(problems);
        }
    }

    /** Why nothing was changed. */
    enum Reason {
        INVALID,
        EMAIL_TAKEN,
        UNKNOWN_AGENT,
        LAST_ADMIN
    }
}
