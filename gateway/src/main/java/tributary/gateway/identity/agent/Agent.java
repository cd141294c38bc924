package tributary.gateway.identity.agent;

import java.util.UUID;

/**
 * Somebody who answers customers.
 *
 * @param email unique whatever its case
 * @param active whether they may log in; inactive agents are kept for the tickets' history
 */
public record Agent(UUID id, String email, String name, Role role, boolean active) {}
