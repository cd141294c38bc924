package tributary.connector.email.automatic;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a report (RFC 6522).
 *
 * @param type {@code delivery-status}, {@code disposition-notification}, {@code feedback-report} or another, lower case
 * @param blocks fields of the second part, block by block, names in lower case: of a delivery status first those about
 *     the mail, then those of each recipient
 * @param returned fields of the mail it is about, names in lower case, the topmost of each name
 */
public record MailReport(String type, List<Map<String, String>> blocks, Map<String, String> returned) {
    private static final Set<String> KNOWN = Set.of("delivery-status", "disposition-notification", "feedback-report");

    public MailReport {
        blocks = blocks.stream().map(Map::copyOf).toList();
        returned = Map.copyOf(returned);
    }

    /** The type it is of, whatever it calls itself. */
    String kind() {
        if (KNOWN.contains(type)) {
            return type;
        }
        if (has("disposition")) {
            return "disposition-notification";
        }
        if (has("final-recipient")) {
            return "delivery-status";
        }
        return has("feedback-type") ? "feedback-report" : type;
    }

    private boolean has(String field) {
        return blocks.stream().anyMatch(block -> block.containsKey(field));
    }
}
