package tributary.gateway.platform.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Finds out whether the bus carries, both ways: each node publishes a number every second, with the numbers it heard last
 * from the others. A node whose heartbeat is in the database, but which does not hear us, or is not heard, means that hints
 * are lost between us. Thread-safe.
 */
final class BusProbe {

    static final String TOPIC = "probe";

    /** Probes that may be missing: a pause of some seconds is no fault. */
    private static final long BEHIND = 5;

    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final AtomicLong number = new AtomicLong();
    private volatile boolean carries = true;

    BusProbe(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The next probe: {@code {n, heard: {node: n}}}. */
    Buffer next() {
        long n = number.incrementAndGet();
        JsonObject last = new JsonObject();
        heard.forEach((node, probe) -> last.put(node, probe.number()));
        return new JsonObject().put("n", n).put("heard", last).toBuffer();
    }

    /** @param self how this node signs */
    void heard(ClusterBus.Message message, String self) {
        try {
            JsonObject probe = message.body().toJsonObject();
            long ours = probe.getJsonObject("heard", new JsonObject()).getLong(self, -1L);
            heard.put(message.node(), new Heard(probe.getLong("n", 0L), ours, nanos.getAsLong()));
        } catch (DecodeException | ClassCastException newer) {
            // A later version may say more, in another way; not to understand it is to not hear it.
            heard.remove(message.node());
        }
    }

    /** Judges by the nodes that live; forgets all others. */
    void judge(List<String> others) {
        heard.keySet().retainAll(others);
        carries = others.stream().allMatch(this::hears);
    }

    boolean carries() {
        return carries;
    }

    /** Whether this node and that one hear each other. */
    boolean hears(String node) {
        Heard last = heard.get(node);
        long oldest = nanos.getAsLong() - (BEHIND + 1) * 1_000_000_000L;
        return last != null && last.at() - oldest > 0 && last.ours() >= number.get() - BEHIND;
    }

    private record Heard(long number, long ours, long at) {}
}
