package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as it stands: one thread with one contact.
 *
 * @param number the human number
 * @param inbox the inbox's name; never changes
 * @param contactName as the contact record says
 * @param seq newest entry of this ticket in the ticket log
 * @param rev grows with every change of the ticket itself; the ETag
 * @param messageCount inbound, outbound and notes
 * @param lastMessage the newest message in short, or null
 * @param reply whether its customer may be answered; see {@link ReplyWindows}. Null: always
 * @param solvedAt when it was solved, while it is
 */
public record Ticket(
        UUID id,
        long number,
        String inbox,
        String channel,
        UUID partyId,
        UUID contactId,
        String contactName,
        String subject,
        Status status,
        Priority priority,
        @Nullable UUID assignee,
        List<String> tags,
        JsonObject fields,
        long seq,
        long rev,
        int messageCount,
        @Nullable LastMessage lastMessage,
        @Nullable JsonObject reply,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant solvedAt) {

    public Ticket {
        tags = List.copyOf(tags);
    }

    /** @param text at most its first 200 code points */
    public record LastMessage(
            UUID id, String direction, String authorKind, String authorName, String text, Instant at) {

        static final int SHOWN = 200;

        static LastMessage of(Message message) {
            String text = message.reply() == null ? message.text() : message.reply();
            boolean longer = text.codePointCount(0, text.length()) > SHOWN;
            String shown = longer ? text.substring(0, text.offsetByCodePoints(0, SHOWN)) : text;
            return new LastMessage(
                    message.id(),
                    message.direction(),
                    message.author().kind(),
                    message.author().name(),
                    shown,
                    message.receivedAt());
        }
    }
}
