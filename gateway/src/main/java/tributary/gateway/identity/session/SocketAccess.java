package tributary.gateway.identity.session;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import tributary.gateway.identity.agent.Access;

/**
 * Whom a socket's ticket stands for.
 *
 * @param session names the log-in that the ticket came from, with which the socket ends; empty for an API token
 */
public record SocketAccess(Access access, Optional<Buffer> session) {}
