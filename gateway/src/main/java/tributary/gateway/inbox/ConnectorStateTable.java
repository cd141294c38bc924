package tributary.gateway.inbox;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import tributary.connector.ConnectorState;
import tributary.gateway.platform.postgres.Database;

/** The durable values of one inbox's connector. */
public final class ConnectorStateTable implements ConnectorState {

    private static final String GET = "select value from connector_state where inbox_id = $1 and key = $2";

    private static final String PUT = """
            insert into connector_state (inbox_id, key, value) values ($1, $2, $3)
            on conflict (inbox_id, key) do update set value = excluded.value, version = connector_state.version + 1""";

    private static final String REMOVE = "delete from connector_state where inbox_id = $1 and key = $2";

    private final Database database;
    private final Inbox inbox;

    public ConnectorStateTable(Database database, Inbox inbox) {
        this.database = database;
        this.inbox = inbox;
    }

    @Override
    public Future<Optional<Buffer>> get(String key) {
        return execute(GET, Tuple.of(inbox.id(), key))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBuffer("value")));
    }

    @Override
    public Future<Void> put(String key, Buffer value) {
        return execute(PUT, Tuple.of(inbox.id(), key, value)).mapEmpty();
    }

    @Override
    public Future<Void> remove(String key) {
        return execute(REMOVE, Tuple.of(inbox.id(), key)).mapEmpty();
    }

    private Future<RowSet<Row>> execute(String sql, Tuple arguments) {
        return database.client().preparedQuery(sql).execute(arguments);
    }
}
