package tributary.connector.email.mime.structure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a mail or of a part.
 *
 * @param fields in order, each octet a character
 */
public record HeaderBlock(List<RawField> fields) {
    public static final HeaderBlock NONE = new HeaderBlock(List.of());

    private static final Set<String> KNOWN = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "sender",
            "reply-to",
            "message-id",
            "in-reply-to",
            "references",
            "received",
            "return-path",
            "delivered-to",
            "mime-version",
            "precedence",
            "importance",
            "priority",
            "auto-submitted",
            "thread-topic",
            "thread-index",
            "comments",
            "keywords",
            "organization",
            "user-agent",
            "mailing-list",
            "errors-to",
            "sensitivity",
            "authentication-results",
            "received-spf",
            "apparently-to",
            "envelope-to",
            "newsgroups",
            "reporting-mta",
            "final-recipient");
    private static final List<String> KNOWN_STARTS =
            List.of("content-", "x-", "dkim-", "arc-", "list-", "resent-", "domainkey-");

    public HeaderBlock {
        fields = List.copyOf(fields);
    }

    /** The first field of this name that says anything. */
    public Optional<String> first(String name) {
        for (RawField field : fields) {
            if (field.name().equalsIgnoreCase(name) && !field.value().isEmpty()) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** The fields of lines that are known to be a header, line ends and folding included; other lines are dropped. */
    public static HeaderBlock of(List<byte[]> lines) {
        List<RawField> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (byte[] octets : lines) {
            String line = text(octets);
            boolean continuation = continues(line);
            if (!continuation) {
                add(fields, field);
            }
            if (!continuation || field.length() > 0) {
                field.append(line);
            }
        }
        add(fields, field);
        return new HeaderBlock(fields);
    }

    /** The blocks of octets that hold nothing but header fields, parted by blank lines; empty ones are left out. */
    public static List<HeaderBlock> all(byte[] octets, int bytes, int most) {
        List<HeaderBlock> blocks = new ArrayList<>();
        List<byte[]> block = new ArrayList<>();
        int from = 0;
        int end = Math.min(octets.length, bytes);
        while (from < end && blocks.size() < most) {
            int to = from;
            while (to < end && octets[to++] != '\n') {}
            byte[] line = Arrays.copyOfRange(octets, from, to);
            from = to;
            if (text(line).isBlank()) {
                addTo(blocks, block);
            } else {
                block.add(line);
            }
        }
        if (blocks.size() < most) {
            addTo(blocks, block);
        }
        return blocks;
    }

    private static void addTo(List<HeaderBlock> blocks, List<byte[]> lines) {
        HeaderBlock block = of(lines);
        lines.clear();
        if (!block.fields().isEmpty()) {
            blocks.add(block);
        }
    }

    static String text(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1);
    }

    static boolean continues(String line) {
        return !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
    }

    /** Whether a line begins with a field name and a colon. */
    static boolean startsField(String line) {
        return colon(line) > 0;
    }

    /** Whether a line begins with a field a mail really has. */
    static boolean startsKnownField(String line) {
        int colon = colon(line);
        if (colon <= 0) {
            return false;
        }
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return KNOWN.contains(name) || KNOWN_STARTS.stream().anyMatch(name::startsWith);
    }

    /** RFC 5322 section 3.6.8, and blanks before the colon as section 4.5 tolerates them. */
    private static int colon(String line) {
        int i = 0;
        while (i < line.length() && line.charAt(i) > ' ' && line.charAt(i) < 127 && line.charAt(i) != ':') {
            i++;
        }
        int end = i;
        while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            i++;
        }
        return end > 0 && i < line.length() && line.charAt(i) == ':' ? i : -1;
    }

    private static void add(List<RawField> fields, StringBuilder lines) {
        String raw = lines.toString();
        lines.setLength(0);
        int colon = colon(raw);
        if (colon > 0) {
            int end = raw.length();
            while (end > 0 && (raw.charAt(end - 1) == '\n' || raw.charAt(end - 1) == '\r')) {
                end--;
            }
            String name = raw.substring(0, colon).strip();
            fields.add(
                    new RawField(name, unfold(raw.substring(colon + 1)), raw.substring(0, Math.max(end, colon + 1))));
        }
    }

    private static String unfold(String value) {
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\r' && c != '\n') {
                out.append(c);
            } else if (out.length() > 0
                    && i + 1 < value.length()
                    && value.charAt(i + 1) != '\n'
                    && value.charAt(i + 1) != ' '
                    && value.charAt(i + 1) != '\t') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }
}
