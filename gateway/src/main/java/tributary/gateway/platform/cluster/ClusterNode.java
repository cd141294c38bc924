package tributary.gateway.platform.cluster;

import java.time.Instant;
import java.util.UUID;

/**
 * One running node, as its heartbeat in the database says.
 *
 * @param run made at each start, so that two nodes with one name, or two runs of one node, are told apart
 * @param address where its event bus listens
 */
public record ClusterNode(UUID run, String name, String address, Instant startedAt, Instant seenAt) {

    /** How it signs what it publishes: its name and a part of its run. */
    String signature() {
        return signature(name, run);
    }

    static String signature(String name, UUID run) {
        return name + '.' + run.toString().substring(0, 8);
    }
}
