package tributary.gateway.inbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tributary.gateway.platform.postgres.Database;

/** Counts per inbox; the newest message is found from the end of the inbox's stream. */
public final class InboxCountersTable implements InboxCounters {

    private static final String SELECT = """
            select i.name, coalesce(t.messages, 0) as messages, coalesce(t.tickets, 0) as tickets,
                   (select count(*) from quarantine q where q.inbox_id = i.id) as quarantined,
                   (select count(*) from journal_pending p where p.inbox_id = i.id) as pending,
                   (select e.at from ticket_event e
                     where e.inbox_id = i.id and e.kind = 'message.created' and e.actor_kind = 'contact'
                     order by e.position desc limit 1) as last_inbound_at
              from inbox i
              left join (select inbox_id, sum(message_count)::bigint as messages, count(*) as tickets
                           from ticket group by inbox_id) t on t.inbox_id = i.id""";

    private final Database database;

    public InboxCountersTable(Database database) {
        this.database = database;
    }

    @Override
    public Future<Map<String, Counts>> read() {
        return database.client().query(SELECT).execute().map(rows -> {
            Map<String, Counts> counts = new HashMap<>();
            rows.forEach(row -> counts.put(row.getString("name"), counts(row)));
            return counts;
        });
    }

    private static Counts counts(Row row) {
        return new Counts(
                row.getLong("messages"),
                row.getLong("tickets"),
                row.getLong("quarantined"),
                row.getLong("pending"),
                Optional.ofNullable(row.getOffsetDateTime("last_inbound_at")).map(OffsetDateTime::toInstant));
    }
}
