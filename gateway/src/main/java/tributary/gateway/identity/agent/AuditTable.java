package tributary.gateway.identity.agent;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import tributary.gateway.platform.postgres.Transaction;

/** Who changed what, written in the transaction of the change. Ids and changed fields only: no secret, no customer's text. */
public final class AuditTable {

    private static final String APPEND = """
            insert into audit (id, actor_kind, actor_id, action, subject, data)
            values (gen_random_uuid(), $1, $2, $3, $4, $5)
            """;

    /**
     * Adds one line.
     *
     * @param actor the agent who did it, or empty for the system itself
     * @param action what was done, such as {@code agent.updated}
     * @param subject id of what it was done to
     */
    public Future<Void> append(
            Transaction transaction, Optional<UUID> actor, String action, UUID subject, JsonObject data) {
        String kind = actor.isPresent() ? "agent" : "system";
        String id = actor.map(UUID::toString).orElse(null);
        return transaction
                .execute(APPEND, Tuple.of(kind, id, action, subject.toString(), data))
                .mapEmpty();
    }
}
