package tributary.connector.email.mime;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A mail that was read.
 *
 * @param headers of the mail itself, in order
 * @param from authors; the first From that says anything
 * @param sender the Sender, if there is one
 * @param replyTo where answers should go
 * @param to recipients
 * @param cc further recipients
 * @param subject decoded, on one line; may be empty
 * @param date the Date, if it can be read
 * @param messageId without angle brackets, as sent
 * @param inReplyTo message ids without angle brackets
 * @param references oldest first, without angle brackets
 * @param text the whole readable text, with line feeds: plain text, or rendered HTML if there is none or only a stub
 * @param html decoded, not cleaned
 * @param parts files, attached or inline, in order
 * @param report what a report says
 * @param problems words for what was repaired or left out (the package lists them), sorted
 */
public record ParsedMail(
        List<Field> headers,
        List<MailAddress> from,
        Optional<MailAddress> sender,
        List<MailAddress> replyTo,
        List<MailAddress> to,
        List<MailAddress> cc,
        String subject,
        Optional<Instant> date,
        Optional<String> messageId,
        List<String> inReplyTo,
        List<String> references,
        String text,
        Optional<String> html,
        List<MailPart> parts,
        Optional<Report> report,
        Set<String> problems) {

    public ParsedMail {
        headers = List.copyOf(headers);
        from = List.copyOf(from);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        inReplyTo = List.copyOf(inReplyTo);
        references = List.copyOf(references);
        parts = List.copyOf(parts);
        problems = Collections.unmodifiableSet(new TreeSet<>(problems));
    }

    /** The first value of a header field, in any case of letters. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** All values of a header field, in order. */
    public List<String> headers(String name) {
        return headers.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }
}
