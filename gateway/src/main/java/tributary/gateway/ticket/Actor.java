package tributary.gateway.ticket;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did something.
 *
 * @param kind {@code contact}, {@code agent} or {@code system}
 * @param id the agent or contact, null for the system
 * @param name the name to show, as it was then; not stored in the log
 */
public record Actor(String kind, @Nullable UUID id, String name) {

    public static final Actor SYSTEM = new Actor("system", null, "");

    public static Actor agent(UUID id, String name) {
        return new Actor("agent", id, name);
    }

    public static Actor contact(UUID id, String name) {
        return new Actor("contact", id, name);
    }
}
