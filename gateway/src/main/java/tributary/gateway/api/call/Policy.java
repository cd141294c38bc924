package tributary.gateway.api.call;

import tributary.gateway.identity.agent.Access;

/** Who may call an operation at all; which inboxes they see there is asked for each resource. */
public enum Policy {
    /** Anybody, logged in or not. */
    PUBLIC,
    /** Every agent. */
    AGENT,
    /** Supervisors and administrators. */
    SUPERVISOR,
    ADMIN;

    boolean allows(Access access) {
        return switch (this) {
            case PUBLIC, AGENT -> true;
            case SUPERVISOR -> access.maySeeQuarantine();
            case ADMIN -> access.mayManageAgents();
        };
    }
}
