package tributary.connector.email.send;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A message as the mail that it shall become. The same values give the same Message-ID, so that a receiver can recognise
 * a mail that was sent twice.
 *
 * @param id the message
 * @param ticket the ticket's number
 * @param date when it was written
 * @param from the name shown beside the inbox's address; may be empty
 * @param to at least one in {@code to}, {@code cc} or {@code bcc}; all of them are one envelope
 * @param subject the ticket's subject, without {@code Re:}
 * @param text the whole text; may be empty if there is HTML
 * @param html a document or a fragment, clean already; made from the text if absent
 * @param inReplyTo Message-ID of the mail that is answered, with or without angle brackets
 * @param references Message-IDs of the conversation, oldest first; the last 20 are written
 */
public record OutboundMail(
        UUID id,
        long ticket,
        Instant date,
        String from,
        List<Recipient> to,
        List<Recipient> cc,
        List<Recipient> bcc,
        String subject,
        String text,
        Optional<String> html,
        List<MailFile> files,
        Optional<String> inReplyTo,
        List<String> references,
        MailKind kind) {
    public OutboundMail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        files = List.copyOf(files);
        references = List.copyOf(references);
    }
}
