package tributary.gateway.api.call;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.ticket.Actor;

/**
 * The agent in whose name a call is made.
 *
 * @param session the secret of the log-in that the call came with; empty for an API token
 */
public record Caller(Access access, Optional<String> session) {

    @Override
    public String toString() {
        return "Caller[" + id() + "]";
    }

    public UUID id() {
        return access.agent().id();
    }

    public Actor actor() {
        return Actor.agent(id(), access.agent().name());
    }

    public boolean maySee(String inbox) {
        return access.maySee(inbox);
    }

    /** The only inboxes they see; empty means all. */
    public Optional<Set<String>> visible() {
        return access.visible();
    }
}
