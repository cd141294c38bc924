package tributary.conversation;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an agent wants delivered.
 *
 * @param id the message; the same for every attempt, so that a channel can recognise a repetition
 * @param party to whom, and by which inbox
 * @param author who speaks
 * @param text the whole text
 * @param attachments files that go along
 * @param letter what else it carries on a channel of letters; null on others
 */
public record OutboundMessage(
        UUID id,
        PartyKey party,
        Author author,
        String text,
        List<Attachment> attachments,
        @Nullable OutboundLetter letter) {
    public OutboundMessage {
        attachments = List.copyOf(attachments);
    }
}
