package tributary.gateway.journal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.EventJson;

/**
 * An entry that waits to be processed.
 *
 * @param n its place in the queue, given by the database
 * @param journalId the journal entry
 * @param at when it was received
 * @param event the event's JSON
 * @param tries how often it was tried before
 * @param waits whether others have to be asked first how far its author is who they say
 * @param trust what they said, as JSON; null if nobody was asked
 */
public record PendingEntry(
        long n,
        UUID inboxId,
        UUID journalId,
        Instant at,
        String kind,
        String event,
        int tries,
        boolean waits,
        @Nullable String trust) {

    /** @throws IllegalArgumentException if the stored form is no event this version knows */
    public ConversationEvent read() {
        ConversationEvent read = EventJson.read(event);
        return trust != null && read instanceof MessageReceived message
                ? message.believed(EventJson.trust(trust))
                : read;
    }
}
