package tributary.gateway.platform.cluster;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/**
 * One running node, as its heartbeat in the database says.
 *
 * @param run made at each start, so that two nodes with one name, or two runs of one node, are told apart
 * @param address where its event bus listens
 * @param cursors by inbox, up to which position it has passed events on
 */
public record ClusterNode(
        UUID run, String name, String address, Instant startedAt, Instant seenAt, JsonObject cursors) {

    boolean sameRun(ClusterNode other) {
        return run.equals(other.run);
    }

    /** How it signs what it publishes: its name and a part of its run. */
    public String signature() {
        return signature(name, run);
    }

    static String signature(String name, UUID run) {
        return name + '.' + run.toString().substring(0, 8);
    }
}
