package tributary.gateway.identity.session;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.AgentTable;
import tributary.gateway.identity.session.ApiTokens.Listed;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** The table {@code api_token}. */
public final class ApiTokenTable {

    private static final String INSERT = """
            insert into api_token (id, agent_id, name, token_hash) values (gen_random_uuid(), $1, $2, $3)
            returning id
            """;

    private static final String PUT_FOR_FIRST_ADMIN = """
            insert into api_token (id, agent_id, name, token_hash)
            select $1, a.id, $2, $3 from agent a where a.role = 'admin' and a.active order by a.created_at, a.id limit 1
            on conflict (id) do update set agent_id = excluded.agent_id, token_hash = excluded.token_hash
            """;

    private static final String LIST = """
            select id, name, created_at, last_used_at from api_token where agent_id = $1 order by created_at, id
            """;

    private static final String DELETE = "delete from api_token where agent_id = $1 and id = $2";

    private static final String ACCESS = """
            with used as (
                update api_token set last_used_at = now()
                where token_hash = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')
            )
            select %s from api_token t join agent a on a.id = t.agent_id where t.token_hash = $1 and a.active
            """.formatted(AgentTable.ACCESS_COLUMNS);

    private final Database database;

    public ApiTokenTable(Database database) {
        this.database = database;
    }

    Future<UUID> insert(Transaction transaction, UUID agent, String name, Buffer hash) {
        return transaction
                .execute(INSERT, Tuple.of(agent, name, hash))
                .map(rows -> rows.iterator().next().getUUID("id"));
    }

    /** Writes the one token that has this id, as the longest-standing active administrator's; without one it does nothing. */
    public Future<Void> putForFirstAdmin(Transaction transaction, UUID id, String name, Buffer hash) {
        return transaction
                .execute(PUT_FOR_FIRST_ADMIN, Tuple.of(id, name, hash))
                .mapEmpty();
    }

    Future<List<Listed>> list(UUID agent) {
        return database.client()
                .preparedQuery(LIST)
                .execute(Tuple.of(agent))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ApiTokenTable::listed)
                        .toList());
    }

    Future<Boolean> delete(Transaction transaction, UUID agent, UUID id) {
        return transaction.execute(DELETE, Tuple.of(agent, id)).map(rows -> rows.rowCount() == 1);
    }

    Future<Optional<Access>> access(Buffer hash) {
        return database.client().preparedQuery(ACCESS).execute(Tuple.of(hash)).map(AgentTable::only);
    }

    private static Listed listed(Row row) {
        return new Listed(
                row.getUUID("id"),
                row.getString("name"),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant));
    }
}
