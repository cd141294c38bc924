package tributary.gateway;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tributary.gateway.inbox.LaneTable;
import tributary.gateway.platform.cluster.Cluster;
import tributary.gateway.platform.cluster.ClusterNode;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.redis.SharedState;
import tributary.gateway.ticket.TicketJson;

/** How this node and its neighbours are: members, bus, Redis, who works on which inbox, and how far each is. */
final class SystemReport {

    private final String node;
    private final Optional<Cluster> cluster;
    private final Optional<SharedState> redis;
    private final Database database;
    private final LaneTable lanes;
    private final ToLongFunction<String> shown;

    /** @param shown the position of an inbox that this node's sockets were shown last; -1 if none was */
    SystemReport(
            String node,
            Optional<Cluster> cluster,
            Optional<SharedState> redis,
            Database database,
            ToLongFunction<String> shown) {
        this.node = node;
        this.cluster = cluster;
        this.redis = redis;
        this.database = database;
        this.lanes = new LaneTable(database);
        this.shown = shown;
    }

    /** For the system page. */
    Future<JsonObject> show() {
        Future<String> state = redis.map(shared -> shared.ping().map("up").otherwise("down"))
                .orElseGet(() -> Future.succeededFuture("none"));
        Future<List<LaneTable.Lane>> inboxes = lanes.all();
        Future<List<LaneTable.Held>> leases = lanes.leases();
        Future<List<ClusterNode>> gone =
                cluster.map(joined -> joined.gone(database)).orElseGet(() -> Future.succeededFuture(List.of()));
        return Future.all(state, inboxes, leases, gone)
                .map(all -> new JsonObject()
                        .put("node", node)
                        .put("clustered", cluster.isPresent())
                        .put("bus", bus())
                        .put("redis", state.result())
                        .put("nodes", nodes())
                        .put("gone", gone(gone.result()))
                        .put("leases", leases(leases.result()))
                        .put("inboxes", inboxes(inboxes.result())));
    }

    /** For {@code /health/ready}, which is asked often: nothing is counted. */
    Future<JsonObject> brief() {
        return lanes.holders()
                .map(found -> new JsonObject().put("members", nodes()).put("lanes", lanes(found)));
    }

    private String bus() {
        return cluster.map(joined -> joined.bus().carries() ? "up" : "down").orElse("none");
    }

    private JsonArray nodes() {
        JsonArray nodes = new JsonArray();
        cluster.map(Cluster::nodes)
                .orElseGet(List::of)
                .forEach(seen -> nodes.add(new JsonObject()
                        .put("name", seen.node().name())
                        .put("address", seen.node().address())
                        .put("self", seen.self())
                        .put("hears", seen.hears())
                        .put("startedAt", TicketJson.time(seen.node().startedAt()))
                        .put("seenAt", TicketJson.time(seen.node().seenAt()))
                        .put("cursors", seen.node().cursors())));
        return nodes;
    }

    private static JsonArray gone(List<ClusterNode> found) {
        JsonArray gone = new JsonArray();
        found.forEach(node -> gone.add(new JsonObject()
                .put("name", node.name())
                .put("address", node.address())
                .put("seenAt", TicketJson.time(node.seenAt()))));
        return gone;
    }

    private JsonArray lanes(List<LaneTable.Holder> found) {
        JsonArray lanes = new JsonArray();
        found.forEach(lane -> lanes.add(holder(new JsonObject().put("name", lane.inbox()), lane)
                .put("position", lane.position())
                .put("shown", shown.applyAsLong(lane.inbox()))));
        return lanes;
    }

    private JsonArray leases(List<LaneTable.Held> found) {
        JsonArray leases = new JsonArray();
        found.forEach(lease -> leases.add(new JsonObject()
                .put("inbox", lease.inbox())
                .put("name", lease.name())
                .put("holder", name(lease.holder()))
                .put("until", TicketJson.time(lease.until()))));
        return leases;
    }

    private JsonArray inboxes(List<LaneTable.Lane> found) {
        JsonArray inboxes = new JsonArray();
        found.forEach(lane ->
                inboxes.add(holder(new JsonObject().put("name", lane.held().inbox()), lane.held())
                        .put("position", lane.held().position())
                        .put("shown", shown.applyAsLong(lane.held().inbox()))
                        .put("waiting", lane.waiting())
                        .put("oldestSeconds", lane.oldestSeconds())
                        .put("unsent", lane.unsent())
                        .put("unknown", lane.unknown())));
        return inboxes;
    }

    private JsonObject holder(JsonObject into, LaneTable.Holder lane) {
        String name = name(lane.holder());
        return into.put("holder", name)
                .put("heldAt", name == null || lane.heldAt() == null ? null : TicketJson.time(lane.heldAt()));
    }

    /** The name of a living node by its signature; null if it is gone. */
    private @Nullable String name(@Nullable String signature) {
        if (cluster.isEmpty()) {
            return signature == null ? null : node;
        }
        return cluster.get().nodes().stream()
                .map(Cluster.Seen::node)
                .filter(living -> living.signature().equals(signature))
                .map(ClusterNode::name)
                .findFirst()
                .orElse(null);
    }
}
