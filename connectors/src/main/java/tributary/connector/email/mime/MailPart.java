package tributary.connector.email.mime;

import java.util.Optional;

/**
 * A file of a mail, attached or within its text. Its octets went to the {@link PartSink}.
 *
 * @param path the part's place, such as {@code 2.1}; the same for the same octets
 * @param name a harmless label, never empty
 * @param type media type the sender claims, lower case, without parameters
 * @param contentId Content-ID without angle brackets
 * @param location Content-Location
 * @param inline whether the sender wants it shown within the text
 * @param bytes decoded size
 */
public record MailPart(
        String path,
        String name,
        String type,
        Optional<String> contentId,
        Optional<String> location,
        boolean inline,
        long bytes) {}
