package tributary.connector.email.mime;

import java.util.List;

/**
 * What a multipart/report says (RFC 6522), or a mail that holds a part of such a report.
 *
 * @param type {@code delivery-status} (RFC 3464), {@code disposition-notification} (RFC 8098), {@code feedback-report}
 *     (RFC 5965) or what report-type says, lower case
 * @param blocks the fields of the machine-readable part, block by block: of a delivery status the message's first, then
 *     one for each recipient
 * @param returned the header of the mail the report is about; empty if it is not there
 */
public record Report(String type, List<List<Field>> blocks, List<Field> returned) {
    public Report {
        blocks = blocks.stream().map(List::copyOf).toList();
        returned = List.copyOf(returned);
    }
}
