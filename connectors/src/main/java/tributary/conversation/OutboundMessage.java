package tributary.conversation;

import java.util.List;
import java.util.UUID;

/**
 * What an agent wants delivered.
 *
 * @param id the message; the same for every attempt, so that a channel can recognise a repetition
 * @param party to whom, and by which inbox
 * @param author who speaks
 * @param text the whole text
 * @param attachments files that go along
 */
public record OutboundMessage(UUID id, PartyKey party, Author author, String text, List<Attachment> attachments) {
    public OutboundMessage {
        attachments = List.copyOf(attachments);
    }
}
