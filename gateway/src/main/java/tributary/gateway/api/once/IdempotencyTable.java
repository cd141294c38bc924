package tributary.gateway.api.once;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tributary.gateway.api.call.Reply;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** Answers to calls that bore an idempotency key, for a day. */
final class IdempotencyTable {

    private static final String RESERVE = """
            insert into idempotency (principal, route, key, body_hash, status) values ($1, $2, $3, $4, 0)
            on conflict (principal, route, key) do update
               set body_hash = excluded.body_hash, status = 0, body = null, at = now()
             where idempotency.at < now() - interval '24 hours'""";

    private static final String FIND = """
            select body_hash, status, body from idempotency
             where principal = $1 and route = $2 and key = $3 and at >= now() - interval '24 hours'""";

    private static final String ANSWER = """
            update idempotency set status = $4, body = $5 where principal = $1 and route = $2 and key = $3""";

    private static final String SWEEP = "delete from idempotency where at < now() - interval '24 hours'";

    private final Database database;

    IdempotencyTable(Database database) {
        this.database = database;
    }

    /** Takes the key; false if it is taken. Waits for whoever is taking it at the moment. */
    Future<Boolean> reserve(Transaction transaction, TakenKey key) {
        return transaction.execute(RESERVE, key.place().addBuffer(key.hash())).map(done -> done.rowCount() == 1);
    }

    Future<Optional<Stored>> find(Transaction transaction, TakenKey key) {
        return transaction.execute(FIND, key.place()).map(IdempotencyTable::stored);
    }

    Future<Optional<Stored>> find(TakenKey key) {
        return database.client().preparedQuery(FIND).execute(key.place()).map(IdempotencyTable::stored);
    }

    void answer(Transaction transaction, TakenKey key, Reply reply) {
        transaction.last(
                ANSWER,
                key.place().addInteger(reply.status()).addValue(reply.body().orElse(null)));
    }

    Future<Void> sweep() {
        return database.client().query(SWEEP).execute().mapEmpty();
    }

    private static Optional<Stored> stored(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        Optional<JsonObject> body = Optional.ofNullable(row.get(JsonObject.class, "body"));
        return Optional.of(new Stored(row.getBuffer("body_hash"), new Reply(row.getInteger("status"), body, Map.of())));
    }

    /** @param route method and path as called */
    record TakenKey(UUID agent, String route, String key, Buffer hash) {
        private Tuple place() {
            return Tuple.of("agent:" + agent, route, key);
        }
    }

    record Stored(Buffer hash, Reply reply) {}
}
