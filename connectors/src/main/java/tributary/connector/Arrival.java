package tributary.connector;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
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
 * @param fence of the lease that its bringer must have when it is stored; without it, it is refused as {@link
 *     UnavailableException}
 */
public record Arrival(
        ConversationEvent event,
        Buffer raw,
        Buffer contentHash,
        OnOtherContent onOtherContent,
        boolean unproven,
        Optional<Leases.Fence> fence) {

    /** With nobody to ask. */
    public Arrival(ConversationEvent event, Buffer raw, Buffer contentHash, OnOtherContent onOtherContent) {
        this(event, raw, contentHash, onOtherContent, false, Optional.empty());
    }

    /** By whoever has this lease, and nobody else. */
    public Arrival by(Leases.Fence holder) {
        return new Arrival(event, raw, contentHash, onOtherContent, unproven, Optional.of(holder));
    }

    /** The same external id with other content: keep both, or refuse the later. */
    public enum OnOtherContent {
        KEEP,
        REFUSE
    }
}
