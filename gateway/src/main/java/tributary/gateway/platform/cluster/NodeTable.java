package tributary.gateway.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tributary.gateway.platform.postgres.Database;

/** The nodes' heartbeats, by the database's clock. */
final class NodeTable {

    /** Seconds without a heartbeat after which a node counts as gone. */
    private static final int GONE = 6;

    private static final String BEAT = """
            insert into cluster_node (run, name, address, cursors) values ($1, $2, $3, $4)
            on conflict (run) do update set seen_at = now(), cursors = excluded.cursors""";

    private static final String LIVING = """
            select run, name, address, started_at, seen_at, cursors from cluster_node
             where seen_at > now() - $1::int * interval '1 second'
             order by name, started_at""";

    private static final String SWEEP = "delete from cluster_node where seen_at < now() - interval '1 hour'";

    private static final String LEAVE = "delete from cluster_node where run = $1";

    private final Database database;

    NodeTable(Database database) {
        this.database = database;
    }

    Future<Void> beat(UUID run, String name, String address, JsonObject cursors) {
        return database.client()
                .preparedQuery(BEAT)
                .execute(Tuple.of(run, name, address, cursors))
                .mapEmpty();
    }

    Future<List<ClusterNode>> living() {
        return database.client().preparedQuery(LIVING).execute(Tuple.of(GONE)).map(rows -> {
            List<ClusterNode> nodes = new ArrayList<>();
            rows.forEach(row -> nodes.add(new ClusterNode(
                    row.getUUID("run"),
                    row.getString("name"),
                    row.getString("address"),
                    instant(row.getOffsetDateTime("started_at")),
                    instant(row.getOffsetDateTime("seen_at")),
                    row.get(JsonObject.class, "cursors"))));
            return nodes;
        });
    }

    Future<Void> sweep() {
        return database.client().query(SWEEP).execute().mapEmpty();
    }

    Future<Void> leave(UUID run) {
        return database.client().preparedQuery(LEAVE).execute(Tuple.of(run)).mapEmpty();
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
