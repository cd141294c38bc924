package tributary.gateway.identity.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an agent may do. Administrators and supervisors see every inbox, agents those granted to them. */
public enum Role {
    ADMIN,
    SUPERVISOR,
    AGENT;

    /** The name on every wire and in the database: {@code admin}, {@code supervisor}, {@code agent}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a wire name; empty if there is no such role. */
    public static Optional<Role> of(String wire) {
        return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findFirst();
    }
}
