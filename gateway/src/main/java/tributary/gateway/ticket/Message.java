package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;
import tributary.conversation.Author;

/**
 * One item of a ticket's thread.
 *
 * @param ticket the ticket's number
 * @param seq position in the ticket, the seq of the event that brought it
 * @param direction {@code inbound}, {@code outbound} or {@code note}
 * @param authorId the agent or contact who wrote
 * @param reply what the author wrote anew; null means all of {@code text}
 * @param delivery what became of an outbound message, else null
 * @param letter subject, recipients, trust and more on a channel of letters ({@link LetterJson}); null on others
 * @param card what it carries besides text, {@code {kind, facts}}; null if nothing
 * @param threading why it is in this ticket: {@code {rule, evidence, rivals?}}; empty for messages of agents
 */
public record Message(
        UUID id,
        UUID ticketId,
        long ticket,
        long seq,
        String direction,
        Author author,
        @Nullable UUID authorId,
        String text,
        @Nullable String html,
        @Nullable String reply,
        @Nullable UUID replyTo,
        List<Attachment> attachments,
        @Nullable String externalId,
        @Nullable String clientId,
        @Nullable DeliveryState delivery,
        @Nullable JsonObject letter,
        @Nullable JsonObject card,
        JsonObject threading,
        Instant sentAt,
        Instant receivedAt) {

    public static final String INBOUND = "inbound";
    public static final String OUTBOUND = "outbound";
    public static final String NOTE = "note";

    public Message {
        attachments = List.copyOf(attachments);
    }

    /** The same message with another delivery state. */
    Message with(DeliveryState state) {
        return new Message(
                id,
                ticketId,
                ticket,
                seq,
                direction,
                author,
                authorId,
                text,
                html,
                reply,
                replyTo,
                attachments,
                externalId,
                clientId,
                state,
                letter,
                card,
                threading,
                sentAt,
                receivedAt);
    }

    /** The same message in another place. */
    Message in(UUID otherId, long number, long otherSeq) {
        return new Message(
                id,
                otherId,
                number,
                otherSeq,
                direction,
                author,
                authorId,
                text,
                html,
                reply,
                replyTo,
                attachments,
                externalId,
                clientId,
                delivery,
                letter,
                card,
                threading,
                sentAt,
                receivedAt);
    }

    /** @param state a word of the outbox: {@code queued}, {@code sent}, {@code delivered}, {@code unknown}, … */
    public record DeliveryState(String state, @Nullable String reason, Instant at) {}
}
