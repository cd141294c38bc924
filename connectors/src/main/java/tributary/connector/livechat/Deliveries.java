package tributary.connector.livechat;

import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Inbound;
import tributary.conversation.Author;
import tributary.conversation.PartyEvent.Posted;
import tributary.conversation.PartyKey;

/**
 * Reports agents' messages as delivered when they were written to a socket of the visitor: once per message and node as
 * far as a bounded memory reaches; the journal folds what comes twice. Thread-safe.
 */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int REMEMBERED = 10_000;

    private final Inbound inbound;
    private final VisitorRecord records;
    private final Clock clock;
    private final Set<UUID> reported = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

    Deliveries(Inbound inbound, VisitorRecord records, Clock clock) {
        this.inbound = inbound;
        this.records = records;
        this.clock = clock;
    }

    void written(PartyKey party, Posted posted) {
        boolean ours = posted.author().kind().equals(Author.agent("").kind());
        if (ours && reported.add(posted.message())) {
            inbound.accept(records.delivered(party.identity(), posted.message(), clock.instant()))
                    .onFailure(e -> forget(posted.message(), e));
        }
    }

    /** The next socket that gets the message reports it again. */
    private void forget(UUID message, Throwable error) {
        reported.remove(message);
        LOG.atDebug().addKeyValue("error", error).log("delivery not reported");
    }

    private static final class Recent extends LinkedHashMap<UUID, Boolean> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
