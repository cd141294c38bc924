package tributary.conversation;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a message on its way out carries besides its text where the channel is one of letters.
 *
 * @param ticket the ticket's number
 * @param subject the ticket's subject
 * @param html the body as HTML, or null to make it from the text
 * @param to whom it is for; never empty
 * @param before the thread so far, oldest first
 * @param automatic whether a machine answers, so that no machine may answer it
 */
public record OutboundLetter(
        long ticket,
        String subject,
        @Nullable String html,
        List<Recipient> to,
        List<Recipient> cc,
        List<Recipient> bcc,
        List<Earlier> before,
        boolean automatic) {

    public OutboundLetter {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        before = List.copyOf(before);
    }

    /**
     * An earlier letter of the thread.
     *
     * @param key its id, as {@link Letter#key} has it, or as the connector answered when it was sent; null if unknown
     * @param inbound whether the customer wrote it
     */
    public record Earlier(UUID message, @Nullable String key, boolean inbound) {}
}
