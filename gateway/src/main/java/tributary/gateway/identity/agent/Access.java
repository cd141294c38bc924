package tributary.gateway.identity.agent;

import java.util.Optional;
import java.util.Set;

/**
 * What one agent may see and do, as of the moment it was read. An inactive agent may do nothing.
 *
 * @param inboxes names of the inboxes granted; they count only for {@link Role#AGENT}, the other roles see all
 */
public record Access(Agent agent, Set<String> inboxes) {
    public Access {
        inboxes = Set.copyOf(inboxes);
    }

    /** Whether the agent may see this inbox and everything in it. */
    public boolean maySee(String inbox) {
        return visible().map(names -> names.contains(inbox)).orElse(true);
    }

    /** The only inboxes the agent may see; empty means all of them, also those to come. */
    public Optional<Set<String>> visible() {
        if (!agent.active()) {
            return Optional.of(Set.of());
        }
        return agent.role() == Role.AGENT ? Optional.of(inboxes) : Optional.empty();
    }

    /** Whether there is an inbox that the agent may see now and might not see by the other. */
    public boolean seesMoreThan(Access before) {
        return before.visible()
                .map(old -> visible().map(now -> !old.containsAll(now)).orElse(true))
                .orElse(false);
    }

    /** Whether the agent may create and change agents and their rights. */
    public boolean mayManageAgents() {
        return agent.active() && agent.role() == Role.ADMIN;
    }

    /** Whether the agent may see the other agents with their e-mail addresses, roles and rights. */
    public boolean mayListAgents() {
        return supervises();
    }

    /** Whether the agent may look into the holding pen and act on what is in it. */
    public boolean maySeeQuarantine() {
        return supervises();
    }

    private boolean supervises() {
        return agent.active() && agent.role() != Role.AGENT;
    }
}
