package tributary.conversation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing in a customer's own stream: what the customer may see of the ticket log, and nothing else. */
public sealed interface PartyEvent {

    /** Position in the party's stream: 1, 2, 3, … without holes, in commit order. */
    long seq();

    /** When it was committed. */
    Instant at();

    /**
     * A message of the conversation, from either side.
     *
     * @param clientId the id the customer's program gave its own message
     */
    record Posted(
            long seq,
            UUID message,
            @Nullable String clientId,
            Author author,
            String text,
            List<Attachment> attachments,
            @Nullable UUID replyTo,
            Instant at)
            implements PartyEvent {
        public Posted {
            attachments = List.copyOf(attachments);
        }
    }

    /** The conversation began, or its state changed; {@code ticket} is its human number. */
    record StatusChanged(long seq, long ticket, String status, Instant at) implements PartyEvent {}

    /** Somebody took the conversation, or nobody has it now ({@code agent} null). */
    record AssigneeChanged(long seq, long ticket, @Nullable String agent, Instant at) implements PartyEvent {}

    /** Agents have read up to this message of the customer. */
    record ReadByAgent(long seq, UUID upTo, Instant at) implements PartyEvent {}

    /** An anonymous conversation of the same person was merged into this stream. */
    record IdentityMerged(long seq, Instant at) implements PartyEvent {}

    /** Something the customer's program need not know; it keeps the positions contiguous. */
    record Other(long seq, Instant at) implements PartyEvent {}
}
