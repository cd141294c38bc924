package tributary.gateway.inbox;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import tributary.gateway.platform.postgres.Database;

/** How far each inbox is: what waits in its lane, and where its stream stands. */
public final class LaneTable {

    private static final String ALL = """
            select i.name, s.position, coalesce(p.waiting, 0) as waiting,
                   coalesce(extract(epoch from now() - p.oldest), 0)::float8 as oldest,
                   coalesce(o.unsent, 0) as unsent, coalesce(o.unknown, 0) as unknown
              from inbox i
              join inbox_stream s on s.inbox_id = i.id
              left join (select p.inbox_id, count(*) as waiting, min(j.at) as oldest
                           from journal_pending p join journal j on j.id = p.journal_id group by p.inbox_id) p
                on p.inbox_id = i.id
              left join (select inbox_id, count(*) filter (where state <> 'unknown') as unsent,
                                count(*) filter (where state = 'unknown') as unknown
                           from outbox where state in ('queued', 'leased', 'sending', 'unknown') group by inbox_id) o
                on o.inbox_id = i.id
             order by i.name""";

    private final Database database;

    public LaneTable(Database database) {
        this.database = database;
    }

    public Future<List<Lane>> all() {
        return database.client().query(ALL).execute().map(rows -> {
            List<Lane> lanes = new ArrayList<>();
            rows.forEach(row -> lanes.add(new Lane(
                    row.getString("name"),
                    row.getLong("position"),
                    row.getLong("waiting"),
                    row.getDouble("oldest"),
                    row.getLong("unsent"),
                    row.getLong("unknown"))));
            return lanes;
        });
    }

    /**
     * @param position of the newest entry of the inbox's ticket log
     * @param waiting entries of the journal that are not applied yet
     * @param oldestSeconds how long the first of them has been waiting
     * @param unsent messages on their way out
     * @param unknown messages of which nobody knows whether they were sent
     */
    public record Lane(String inbox, long position, long waiting, double oldestSeconds, long unsent, long unknown) {}
}
