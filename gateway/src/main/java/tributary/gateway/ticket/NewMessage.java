package tributary.gateway.ticket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;
import tributary.conversation.Author;

/**
 * A message about to be written.
 *
 * @param source the journal entry it came from, for inbound messages
 * @param reply what its author wrote anew; null means all of {@code text}
 * @param letter what {@link Message#letter} will say
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
        JsonObject threading,
        Instant sentAt,
        Instant receivedAt) {

    public NewMessage {
        attachments = List.copyOf(attachments);
    }

    boolean outbound() {
        return direction.equals(Message.OUTBOUND);
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
                attachments,
                externalId,
                clientId,
                outbound() ? new Message.DeliveryState("queued", null, receivedAt) : null,
                letter,
                threading,
                sentAt,
                receivedAt);
    }

    JsonObject row(TicketDraft ticket, long seq) {
        return new JsonObject()
                .put("id", id.toString())
                .put("ticket_id", ticket.id().toString())
                .put("seq", seq)
                .put("direction", direction)
                .put("author_kind", author.kind())
                .put("author_id", authorId == null ? null : authorId.toString())
                .put("author_name", author.name())
                .put("author_address", author.address())
                .put("text", text)
                .put("html", html)
                .put("reply", reply)
                .put("letter", letter)
                .put("reply_to", replyTo == null ? null : replyTo.toString())
                .put("external_id", externalId)
                .put("client_id", clientId)
                .put("source", source == null ? null : source.toString())
                .put("threading", threading)
                .put("sent_at", sentAt.toString())
                .put("received_at", receivedAt.toString());
    }

    JsonArray attachmentRows() {
        JsonArray rows = new JsonArray();
        for (int i = 0; i < attachments.size(); i++) {
            rows.add(new JsonObject()
                    .put("id", attachments.get(i).id().toString())
                    .put("message_id", id.toString())
                    .put("ordinal", i));
        }
        if (letter != null && letter.getString(LetterJson.ORIGINAL) != null) {
            rows.add(new JsonObject()
                    .put("id", letter.getString(LetterJson.ORIGINAL))
                    .put("message_id", id.toString())
                    .put("ordinal", LetterJson.ORIGINAL_ORDINAL));
        }
        return rows;
    }
}
