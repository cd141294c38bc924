package tributary.gateway.identity.session;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.gateway.identity.agent.AgentTable;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** The table {@code ws_ticket}. Its time is the database's. */
public final class WsTicketTable {

    private static final String INSERT = """
            insert into ws_ticket (token_hash, agent_id, session_hash, expires_at)
            values ($1, $2, $3, now() + make_interval(secs => $4))
            """;

    private static final String REDEEM = """
            with used as (
                delete from ws_ticket where token_hash = $1 returning agent_id, session_hash, expires_at
            )
            select %s, used.session_hash from used join agent a on a.id = used.agent_id
            where used.expires_at > now() and a.active
              and (used.session_hash is null
                   or exists (select from agent_session s where s.token_hash = used.session_hash))
            """.formatted(AgentTable.ACCESS_COLUMNS);

    private static final String DELETE_ALL = "delete from ws_ticket where agent_id = $1";

    private static final String SWEEP = "delete from ws_ticket where expires_at <= now()";

    private final Database database;

    public WsTicketTable(Database database) {
        this.database = database;
    }

    Future<Void> insert(Buffer hash, UUID agent, @Nullable Buffer session, Duration life) {
        return database.client()
                .preparedQuery(INSERT)
                .execute(Tuple.of(hash, agent, session, life.toMillis() / 1000.0))
                .mapEmpty();
    }

    Future<Optional<SocketAccess>> redeem(Buffer hash) {
        return database.client().preparedQuery(REDEEM).execute(Tuple.of(hash)).map(rows -> {
            Optional<SocketAccess> found = Optional.empty();
            for (Row row : rows) {
                found = Optional.of(
                        new SocketAccess(AgentTable.access(row), Optional.ofNullable(row.getBuffer("session_hash"))));
            }
            return found;
        });
    }

    /** Takes back an agent's tickets with what else the transaction does. */
    public Future<Void> deleteAll(Transaction transaction, UUID agent) {
        return transaction.execute(DELETE_ALL, Tuple.of(agent)).mapEmpty();
    }

    Future<Integer> sweep() {
        return database.client().preparedQuery(SWEEP).execute().map(RowSet::rowCount);
    }
}
