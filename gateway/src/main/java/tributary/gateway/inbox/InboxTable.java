package tributary.gateway.inbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tributary.gateway.platform.postgres.Database;

/** The inboxes of this database. */
public final class InboxTable {

    /** Reopening period of an inbox that is no longer configured. */
    private static final Duration REMOVED = Duration.ZERO;

    private static final String ADD = """
            with added as (
                insert into inbox (id, name, channel, connector, one_open) values ($1, $2, $3, $4, $5)
                on conflict (name) do update set channel = excluded.channel, connector = excluded.connector
                returning id),
            lane as (insert into lane (inbox_id) select id from added on conflict do nothing)
            insert into inbox_stream (inbox_id) select id from added on conflict do nothing""";

    private static final String ALL = "select id, name, channel, connector, one_open from inbox order by name";

    private final Database database;

    public InboxTable(Database database) {
        this.database = database;
    }

    /**
     * Makes sure that every configured inbox has its row, its lane and its stream.
     *
     * @param configured the inboxes of the configuration; the id is used for a new row only
     * @return all inboxes of the database
     */
    public Future<InboxDirectory> register(List<Inbox> configured) {
        Future<?> added = Future.succeededFuture();
        for (Inbox inbox : configured) {
            added = added.compose(before -> database.client()
                    .preparedQuery(ADD)
                    .execute(Tuple.of(inbox.id(), inbox.name(), inbox.channel(), inbox.connector(), inbox.oneOpen())));
        }
        return added.compose(done -> database.client().query(ALL).execute()).map(rows -> {
            Map<String, Duration> periods = new HashMap<>();
            configured.forEach(inbox -> periods.put(inbox.name(), inbox.reopenWithin()));
            List<Inbox> all = new ArrayList<>();
            rows.forEach(row -> all.add(read(row, periods)));
            return new InboxDirectory(all);
        });
    }

    private static Inbox read(Row row, Map<String, Duration> periods) {
        String name = row.getString("name");
        UUID id = row.getUUID("id");
        return new Inbox(
                id,
                name,
                row.getString("channel"),
                row.getString("connector"),
                row.getBoolean("one_open"),
                periods.getOrDefault(name, REMOVED));
    }
}
