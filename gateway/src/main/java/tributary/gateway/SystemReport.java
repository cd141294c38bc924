package tributary.gateway;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import tributary.gateway.inbox.LaneTable;
import tributary.gateway.platform.cluster.Cluster;
import tributary.gateway.platform.redis.SharedState;
import tributary.gateway.ticket.TicketJson;

/** How this node and its neighbours are: members, bus, Redis, and how far each inbox is. */
final class SystemReport {

    private final String node;
    private final Optional<Cluster> cluster;
    private final Optional<SharedState> redis;
    private final LaneTable lanes;
    private final ToLongFunction<String> shown;

    /** @param shown the position of an inbox that this node's sockets were shown last; -1 if none was */
    SystemReport(
            String node,
            Optional<Cluster> cluster,
            Optional<SharedState> redis,
            LaneTable lanes,
            ToLongFunction<String> shown) {
        this.node = node;
        this.cluster = cluster;
        this.redis = redis;
        this.lanes = lanes;
        this.shown = shown;
    }

    Future<JsonObject> show() {
        Future<String> state = redis.map(shared -> shared.ping().map("up").otherwise("down"))
                .orElseGet(() -> Future.succeededFuture("none"));
        Future<List<LaneTable.Lane>> inboxes = lanes.all();
        return Future.all(state, inboxes)
                .map(both -> new JsonObject()
                        .put("node", node)
                        .put("clustered", cluster.isPresent())
                        .put("bus", bus())
                        .put("redis", state.result())
                        .put("nodes", nodes())
                        .put("inboxes", inboxes(inboxes.result())));
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
                        .put("seenAt", TicketJson.time(seen.node().seenAt()))));
        return nodes;
    }

    private JsonArray inboxes(List<LaneTable.Lane> found) {
        JsonArray inboxes = new JsonArray();
        found.forEach(lane -> inboxes.add(new JsonObject()
                .put("name", lane.inbox())
                .put("position", lane.position())
                .put("shown", shown.applyAsLong(lane.inbox()))
                .put("waiting", lane.waiting())
                .put("oldestSeconds", lane.oldestSeconds())
                .put("unsent", lane.unsent())
                .put("unknown", lane.unknown())));
        return inboxes;
    }
}
