package tributary.connector.email.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tributary.connector.email.mime.structure.HeaderBlock;
import tributary.connector.email.mime.structure.RawField;
import tributary.connector.email.mime.text.TextTree;
import tributary.connector.email.mime.value.HeaderText;
import tributary.connector.email.mime.value.MailDate;

/**
 * What the header of a mail says.
 *
 * @param header as sent
 * @param text how its octets are decoded
 */
record MailSummary(HeaderBlock header, HeaderText text) {
    private static final int MOST_IDS = 200;
    private static final int LONGEST_ID = 998;

    ParsedMail mail(TextTree tree, List<MailPart> parts, Optional<Report> report, Set<String> problems, int longest) {
        return new ParsedMail(
                fields(header, text),
                header.first("From").map(value -> AddressList.of(value, text)).orElse(List.of()),
                addresses("Sender").stream().findFirst(),
                addresses("Reply-To"),
                addresses("To"),
                addresses("Cc"),
                header.first("Subject").map(text::decode).orElse(""),
                header.first("Date").flatMap(MailDate::of),
                ids("Message-ID").stream().findFirst(),
                ids("In-Reply-To"),
                ids("References"),
                tidy(tree.text(), longest),
                tree.html().filter(html -> !html.isBlank()),
                parts,
                report,
                problems);
    }

    static List<Field> fields(HeaderBlock block, HeaderText text) {
        return block.fields().stream()
                .map(field -> new Field(field.name(), text.decode(field.value()), field.raw()))
                .toList();
    }

    private List<MailAddress> addresses(String name) {
        List<MailAddress> found = new ArrayList<>();
        for (RawField field : header.fields()) {
            if (field.name().equalsIgnoreCase(name) && found.size() < AddressList.MOST) {
                found.addAll(AddressList.of(field.value(), text));
            }
        }
        return found;
    }

    /** What stands in angle brackets; without any, what looks like an id. */
    private List<String> ids(String name) {
        List<String> found = new ArrayList<>();
        String value = header.first(name).orElse("");
        int open = value.indexOf('<');
        while (open >= 0 && found.size() < MOST_IDS) {
            int close = value.indexOf('>', open);
            int end = close < 0 ? value.length() : close;
            add(found, value.substring(open + 1, end));
            open = value.indexOf('<', end);
        }
        if (found.isEmpty()) {
            for (String word : value.split("[\\s,]+", MOST_IDS)) {
                if (word.contains("@")) {
                    add(found, word);
                }
            }
        }
        return found;
    }

    private void add(List<String> found, String octets) {
        String id = text.decode(octets);
        if (!id.isEmpty() && id.length() <= LONGEST_ID) {
            found.add(id);
        }
    }

    /** No empty lines before, no blanks behind. */
    private static String tidy(String text, int longest) {
        String bounded = text.length() > longest ? text.substring(0, longest) : text;
        int from = 0;
        while (from < bounded.length() && bounded.charAt(from) == '\n') {
            from++;
        }
        return bounded.substring(from).stripTrailing();
    }
}
