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

    private static final String READ = "select value, version from connector_state where inbox_id = $1 and key = $2";

    private static final String ADD = """
            insert into connector_state (inbox_id, key, value) values ($1, $2, $3) on conflict do nothing""";

    private static final String REPLACE = """
            update connector_state set value = $3, version = version + 1
             where inbox_id = $1 and key = $2 and version = $4""";

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
    public Future<Optional<Stored>> read(String key) {
        return execute(READ, Tuple.of(inbox.id(), key)).map(rows -> {
            Optional<Stored> found = Optional.empty();
            for (Row row : rows) {
                found = Optional.of(new Stored(row.getBuffer("value"), row.getLong("version")));
            }
            return found;
        });
    }

    @Override
    public Future<Boolean> replace(String key, long version, Buffer value) {
        return (version == NOTHING
                        ? execute(ADD, Tuple.of(inbox.id(), key, value))
                        : execute(REPLACE, Tuple.of(inbox.id(), key, value, version)))
                .map(done -> done.rowCount() == 1);
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
