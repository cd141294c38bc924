package tributary.gateway.inbox;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What has happened at each inbox so far. */
public interface InboxCounters {

    /** @return counts by the inbox's name */
    Future<Map<String, Counts>> read();

    /**
     * @param messages inbound, outbound and notes
     * @param quarantined entries of the holding pen
     * @param pending journal entries not yet processed
     * @param lastInboundAt when a customer's newest message was committed
     */
    record Counts(long messages, long tickets, long quarantined, long pending, Optional<Instant> lastInboundAt) {}
}
