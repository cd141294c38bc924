package tributary.connector;

import io.vertx.core.buffer.Buffer;
import tributary.conversation.ConversationEvent;

/**
 * Something that came in, ready for the journal.
 *
 * @param event what it means, as {@link Connector#read} gives it
 * @param raw the payload it was read from, kept with it
 * @param contentHash canonical hash of the content (SHA-256, 32 bytes); trace headers and arrival times are not in it
 * @param onOtherContent what to do when the same external id comes with another hash
 * @param unproven whether others have to be asked how far its author is who they say: it waits for {@link Connector#vouch}
 *     before it is processed, but not before it is stored
 */
public record Arrival(
        ConversationEvent event, Buffer raw, Buffer contentHash, OnOtherContent onOtherContent, boolean unproven) {

    /** With nobody to ask. */
    public Arrival(ConversationEvent event, Buffer raw, Buffer contentHash, OnOtherContent onOtherContent) {
        this(event, raw, contentHash, onOtherContent, false);
    }

    /** The same external id with other content: keep both, or refuse the later. */
    public enum OnOtherContent {
        KEEP,
        REFUSE
    }
}
