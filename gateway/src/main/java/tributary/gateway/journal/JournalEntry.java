package tributary.gateway.journal;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import tributary.connector.Arrival;
import tributary.connector.Arrival.OnOtherContent;
import tributary.conversation.ConversationEvent;
import tributary.gateway.inbox.Inbox;

/**
 * An arrival with its place in the journal.
 *
 * @param id the entry's UUIDv7
 * @param at when the node took it, in milliseconds
 * @param externalId key of de-duplication inside the inbox
 */
record JournalEntry(UUID id, Instant at, Inbox inbox, String externalId, Arrival arrival) {

    ConversationEvent event() {
        return arrival.event();
    }

    Buffer hash() {
        return arrival.contentHash();
    }

    /** The same arrival under an id that its content makes its own. */
    JournalEntry besides() {
        String suffix = HexFormat.of().formatHex(hash().getBytes());
        return new JournalEntry(id, at, inbox, externalId + "#" + suffix, arrival);
    }

    boolean keepsOtherContent() {
        return arrival.onOtherContent() == OnOtherContent.KEEP;
    }
}
