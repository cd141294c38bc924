package tributary.gateway.journal;

import java.time.Instant;
import java.util.UUID;
import tributary.conversation.ConversationEvent;
import tributary.conversation.EventJson;

/**
 * An entry that waits to be processed.
 *
 * @param n its place in the queue, given by the database
 * @param journalId the journal entry
 * @param at when it was received
 * @param event the event's JSON
 * @param tries how often it was tried before
 */
public record PendingEntry(long n, UUID inboxId, UUID journalId, Instant at, String kind, String event, int tries) {

    /** @throws IllegalArgumentException if the stored form is no event this version knows */
    public ConversationEvent read() {
        return EventJson.read(event);
    }
}
