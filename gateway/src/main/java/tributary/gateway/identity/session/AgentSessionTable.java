package tributary.gateway.identity.session;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.AgentTable;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** The table {@code agent_session}. Its time is the database's. */
public final class AgentSessionTable {

    // The lock makes it wait for a change of the password, and then find that it was verified against the old one.
    private static final String OPEN = """
            insert into agent_session (token_hash, agent_id)
            select $1, a.id from agent a where a.id = $2 and a.active and a.password = $3 for share
            """;

    private static final String OPEN_FIRST = "insert into agent_session (token_hash, agent_id) values ($1, $2)";

    private static final String ACCESS = """
            with live as (
                select s.token_hash, s.agent_id, s.seen_at from agent_session s
                where s.token_hash = $1
                  and s.seen_at > now() - make_interval(secs => $2)
                  and s.created_at > now() - make_interval(secs => $3)
            ), seen as (
                update agent_session s set seen_at = now() from live
                where s.token_hash = live.token_hash and live.seen_at < now() - interval '1 minute'
            )
            select %s from live join agent a on a.id = live.agent_id where a.active
            """.formatted(AgentTable.ACCESS_COLUMNS);

    private static final String STILL_OPEN = "select token_hash from agent_session where token_hash = any($1)";

    private static final String CLOSE = "delete from agent_session where token_hash = $1";

    private static final String CLOSE_ALL = "delete from agent_session where agent_id = $1";

    private static final String SWEEP = """
            delete from agent_session
            where seen_at <= now() - make_interval(secs => $1) or created_at <= now() - make_interval(secs => $2)
            """;

    private final Database database;
    private final Duration idle;
    private final Duration longest;

    /**
     * @param idle how long a session lives without being used
     * @param longest how long it lives at most
     */
    public AgentSessionTable(Database database, Duration idle, Duration longest) {
        this.database = database;
        this.idle = idle;
        this.longest = longest;
    }

    /** Opens a session; false if the agent is inactive or the password no longer the verified one. */
    Future<Boolean> open(Buffer hash, UUID agent, String verifiedPasswordHash) {
        return query(OPEN, Tuple.of(hash, agent, verifiedPasswordHash)).map(rows -> rows.rowCount() == 1);
    }

    /** Opens the session of an agent whose password was set in this transaction. */
    public Future<Void> open(Transaction transaction, Buffer hash, UUID agent) {
        return transaction.execute(OPEN_FIRST, Tuple.of(hash, agent)).mapEmpty();
    }

    Future<Optional<Access>> access(Buffer hash) {
        return query(ACCESS, Tuple.of(hash, seconds(idle), seconds(longest))).map(AgentTable::only);
    }

    Future<Set<Buffer>> stillOpen(Collection<Buffer> hashes) {
        return query(STILL_OPEN, Tuple.tuple().addArrayOfBuffer(hashes.toArray(Buffer[]::new)))
                .map(rows -> {
                    Set<Buffer> open = new HashSet<>();
                    rows.forEach(row -> open.add(row.getBuffer("token_hash")));
                    return open;
                });
    }

    Future<Void> close(Buffer hash) {
        return query(CLOSE, Tuple.of(hash)).mapEmpty();
    }

    Future<Void> closeAll(UUID agent) {
        return query(CLOSE_ALL, Tuple.of(agent)).mapEmpty();
    }

    /** Closes all sessions of an agent with what else the transaction does. */
    public Future<Void> closeAll(Transaction transaction, UUID agent) {
        return transaction.execute(CLOSE_ALL, Tuple.of(agent)).mapEmpty();
    }

    Future<Integer> sweep() {
        return query(SWEEP, Tuple.of(seconds(idle), seconds(longest))).map(RowSet::rowCount);
    }

    private Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return database.client().preparedQuery(sql).execute(arguments);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
