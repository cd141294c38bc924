package tributary.gateway.identity.session;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import tributary.gateway.identity.agent.Secrets;

/**
 * Tickets with which an agent's page opens its socket, because a browser cannot send a header there. Good once, for
 * {@link #LIFE}, on any node.
 *
 * <p>Futures end on the caller's context and fail when the database does.
 */
public final class WsTickets {

    /** How long a ticket is good. */
    public static final Duration LIFE = Duration.ofSeconds(30);

    private final WsTicketTable table;
    private final Secrets secrets;

    public WsTickets(WsTicketTable table, Secrets secrets) {
        this.table = table;
        this.secrets = secrets;
    }

    /**
     * Makes a ticket for an agent who has just been authenticated.
     *
     * @param session the secret of the log-in by which they were; empty for an API token
     */
    public Future<String> issue(UUID agent, Optional<String> session) {
        String ticket = secrets.next();
        Buffer ofSession = session.flatMap(Secrets::hash).orElse(null);
        return table.insert(Secrets.hash(ticket).orElseThrow(), agent, ofSession, LIFE)
                .map(ticket);
    }

    /**
     * Whom a ticket stands for, at most once; empty if it is unknown, used or too old, the log-in over, or the agent
     * inactive.
     */
    public Future<Optional<SocketAccess>> redeem(String ticket) {
        return Secrets.hash(ticket).map(table::redeem).orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /** Deletes tickets nobody used in time; to be called now and then. */
    public Future<Integer> sweep() {
        return table.sweep();
    }
}
