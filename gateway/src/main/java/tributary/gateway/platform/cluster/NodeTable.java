package tributary.gateway.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tributary.gateway.platform.postgres.Database;

/** The nodes' heartbeats, by the database's clock. */
final class NodeTable {

    /** Seconds without a heartbeat after which a node counts as gone. */
    private static final int GONE = 6;

    private static final String ENTER = """
            insert into cluster_node (run, name, address, cursors, cluster) values ($1, $2, $3, $4, $5)
            on conflict (run) do nothing""";

    private static final String BEAT = "update cluster_node set seen_at = now(), cursors = $2 where run = $1";

    private static final String LIVING = """
            select run, name, address, started_at, seen_at, cursors from cluster_node
             where seen_at > now() - $1::int * interval '1 second' and coalesce(cluster, $2) = $2
             order by name, started_at""";

    /** Who was there first stays. */
    private static final String STRANGER = """
            select other.name from cluster_node own
              join cluster_node other on other.cluster <> own.cluster and other.started_at <= own.started_at
             where own.run = $1 and other.seen_at > now() - $2::int * interval '1 second'
             order by other.started_at
             limit 1""";

    private static final String GONE_NODES = """
            select distinct on (name) run, name, address, started_at, seen_at, cursors from cluster_node n
             where not exists (select 1 from cluster_node l
                                where l.name = n.name and l.seen_at > now() - $1::int * interval '1 second')
               and coalesce(cluster, $2) = $2
             order by name, seen_at desc""";

    private static final String SWEEP = "delete from cluster_node where seen_at < now() - interval '1 hour'";

    private static final String LEAVE = """
            delete from cluster_node l using cluster_node own
             where own.run = $1 and l.name = own.name and l.started_at <= own.started_at
               and (l.run = own.run or l.seen_at < now() - $2::int * interval '1 second')""";

    private final Database database;
    private final String cluster;

    /** @param cluster of which the node is */
    NodeTable(Database database, String cluster) {
        this.database = database;
        this.cluster = cluster;
    }

    /** A node of another cluster that was at this database before this one. */
    Future<Optional<String>> stranger(UUID run) {
        return database.client()
                .preparedQuery(STRANGER)
                .execute(Tuple.of(run, GONE))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("name")));
    }

    Future<Void> enter(UUID run, String name, String address, JsonObject cursors) {
        return database.client()
                .preparedQuery(ENTER)
                .execute(Tuple.of(run, name, address, cursors, cluster))
                .mapEmpty();
    }

    /** @return whether the node had entered */
    Future<Boolean> beat(UUID run, JsonObject cursors) {
        return database.client()
                .preparedQuery(BEAT)
                .execute(Tuple.of(run, cursors))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<List<ClusterNode>> living() {
        return nodes(LIVING);
    }

    /** The last run of each name that fell silent without leaving, until it is swept. */
    Future<List<ClusterNode>> gone() {
        return nodes(GONE_NODES);
    }

    private Future<List<ClusterNode>> nodes(String query) {
        return database.client()
                .preparedQuery(query)
                .execute(Tuple.of(GONE, cluster))
                .map(rows -> {
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

    /** Also for earlier runs that fell silent: nobody is to miss them when this one has said good-bye. */
    Future<Void> leave(UUID run) {
        return database.client()
                .preparedQuery(LEAVE)
                .execute(Tuple.of(run, GONE))
                .mapEmpty();
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
