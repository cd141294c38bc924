package tributary.gateway.inbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.gateway.platform.postgres.Database;

/** How far each inbox is, and which node works on it: what waits in its lane, and where its stream stands. */
public final class LaneTable {

    private static final String HOLDERS = """
            select i.name, s.position, l.holder, l.held_at
              from inbox i
              join inbox_stream s on s.inbox_id = i.id
              join lane l on l.inbox_id = i.id
             order by i.name""";

    private static final String ALL = """
            select i.name, s.position, l.holder, l.held_at, coalesce(p.waiting, 0) as waiting,
                   coalesce(extract(epoch from now() - p.oldest), 0)::float8 as oldest,
                   coalesce(o.unsent, 0) as unsent, coalesce(o.unknown, 0) as unknown
              from inbox i
              join inbox_stream s on s.inbox_id = i.id
              join lane l on l.inbox_id = i.id
              left join (select p.inbox_id, count(*) as waiting, min(j.at) as oldest
                           from journal_pending p join journal j on j.id = p.journal_id group by p.inbox_id) p
                on p.inbox_id = i.id
              left join (select inbox_id, count(*) filter (where state <> 'unknown') as unsent,
                                count(*) filter (where state = 'unknown') as unknown
                           from outbox where state in ('queued', 'leased', 'sending', 'unknown') group by inbox_id) o
                on o.inbox_id = i.id
             order by i.name""";

    private static final String LEASES = """
            select i.name as inbox, l.name, l.node, l.until
              from connector_lease l join inbox i on i.id = l.inbox_id
             where l.until > now()
             order by i.name, l.name""";

    private final Database database;

    public LaneTable(Database database) {
        this.database = database;
    }

    public Future<List<Lane>> all() {
        return database.client().query(ALL).execute().map(rows -> {
            List<Lane> lanes = new ArrayList<>();
            rows.forEach(row -> lanes.add(new Lane(
                    holder(row),
                    row.getLong("waiting"),
                    row.getDouble("oldest"),
                    row.getLong("unsent"),
                    row.getLong("unknown"))));
            return lanes;
        });
    }

    /** Who works on which inbox; counts nothing. */
    public Future<List<Holder>> holders() {
        return database.client().query(HOLDERS).execute().map(rows -> {
            List<Holder> holders = new ArrayList<>();
            rows.forEach(row -> holders.add(holder(row)));
            return holders;
        });
    }

    /** What connectors do on one node at a time, and where. */
    public Future<List<Held>> leases() {
        return database.client().query(LEASES).execute().map(rows -> {
            List<Held> leases = new ArrayList<>();
            rows.forEach(row -> leases.add(new Held(
                    row.getString("inbox"),
                    row.getString("name"),
                    row.getString("node"),
                    row.getOffsetDateTime("until").toInstant())));
            return leases;
        });
    }

    private static Holder holder(Row row) {
        OffsetDateTime heldAt = row.getOffsetDateTime("held_at");
        return new Holder(
                row.getString("name"),
                row.getLong("position"),
                row.getString("holder"),
                heldAt == null ? null : heldAt.toInstant());
    }

    /**
     * @param position of the newest entry of the inbox's ticket log
     * @param holder signature of the node that had the lane last, if any had
     * @param heldAt when, give or take some seconds
     */
    public record Holder(
            String inbox,
            long position,
            @Nullable String holder,
            @Nullable Instant heldAt) {}

    /**
     * @param waiting entries of the journal that are not applied yet
     * @param oldestSeconds how long the first of them has been waiting
     * @param unsent messages on their way out
     * @param unknown messages of which nobody knows whether they were sent
     */
    public record Lane(Holder held, long waiting, double oldestSeconds, long unsent, long unknown) {}

    /**
     * @param name of the work
     * @param holder signature of the node that does it; null if it is of a version that does not say so
     */
    public record Held(String inbox, String name, @Nullable String holder, Instant until) {}
}
