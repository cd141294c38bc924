package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.AwaitedFile;

/**
 * A message about to be written.
 *
 * @param source the journal entry it came from, for what came in
 * @param reply what its author wrote anew; null means all of {@code text}
 * @param letter what {@link Message#letter} will say
 * @param card what {@link Message#card} will say
 * @param awaited files that come later
 * @param threading why it is in its ticket
 */
public record NewMessage(
        UUID id,
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
        @Nullable UUID source,
        @Nullable JsonObject letter,
        @Nullable JsonObject card,
        List<AwaitedFile> awaited,
        JsonObject threading,
        Instant sentAt,
        Instant receivedAt) {

    public NewMessage {
        attachments = List.copyOf(attachments);
        awaited = List.copyOf(awaited);
    }

    /** Whether it has to be sent: what one of us wrote in the provider's own client has been. */
    boolean outbound() {
        return direction.equals(Message.OUTBOUND) && source == null;
    }

    /** Those that are here, then those on their way. */
    List<Attachment> files() {
        Stream<Attachment> coming = awaited.stream()
                .map(file -> new Attachment(file.id(), file.name(), file.type(), 0, Attachment.PENDING));
        return Stream.concat(attachments.stream(), coming).toList();
    }

    /** The stored file with the letter as it came. */
    Optional<UUID> original() {
        return Optional.ofNullable(letter)
                .map(stored -> stored.getString(LetterJson.ORIGINAL))
                .map(UUID::fromString);
    }

    /** Whether a machine of ours says it: nobody has answered yet. */
    boolean automaticAnswer() {
        return outbound() && LetterJson.automatic(letter);
    }

    boolean note() {
        return direction.equals(Message.NOTE);
    }

    Message in(TicketDraft ticket, long seq) {
        return new Message(
                id,
                ticket.id(),
                ticket.number(),
                seq,
                direction,
                author,
                authorId,
                text,
                html,
                reply,
                replyTo,
                files(),
                externalId,
                clientId,
                outbound() ? new Message.DeliveryState("queued", null, receivedAt) : null,
                letter,
                card,
                threading,
                sentAt,
                receivedAt);
    }
}
