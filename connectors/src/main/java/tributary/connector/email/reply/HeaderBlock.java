package tributary.connector.email.reply;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.connector.email.reply.Phrases.Field;
import tributary.connector.email.reply.Phrases.Label;

/** The copied header of the mail below: "From: ... Sent: ... To: ... Subject: ...", in one language. */
final class HeaderBlock {
    private static final int WITHIN = 6;
    private static final int LONGEST = 14;
    private static final int LABEL_LENGTH = 30;
    private static final int ENOUGH = 3;

    private final Lines lines;
    private final Map<String, Set<Field>> fields = new HashMap<>();
    private Set<Field> first = Set.of();
    private boolean address;
    private boolean date;
    private int end;

    private HeaderBlock(Lines lines) {
        this.lines = lines;
    }

    /** The line behind the header block that starts here, or the same line if none does. */
    static int end(Lines lines, int at) {
        if (labels(lines.words(at)).isEmpty()) {
            return at;
        }
        HeaderBlock block = new HeaderBlock(lines);
        block.read(at);
        return block.holds() ? block.end : at;
    }

    private void read(int from) {
        int depth = lines.depth(from);
        int strangers = 0;
        int seen = 0;
        end = from;
        for (int at = from; at < lines.size() && at < from + LONGEST && lines.depth(at) == depth; at++) {
            if (lines.words(at).isEmpty()) {
                if (strong() || (at > from && lines.words(at - 1).isEmpty())) {
                    return;
                }
                continue;
            }
            List<Label> labels = labels(lines.words(at));
            strangers = labels.isEmpty() ? strangers + 1 : 0;
            seen++;
            if (strangers > 1 || (seen > WITHIN && !strong()) || (labels.isEmpty() && !continues(at))) {
                return;
            }
            take(at, labels);
        }
    }

    private void take(int at, List<Label> labels) {
        String words = lines.words(at);
        labels.forEach(label -> fields.computeIfAbsent(label.language(), any -> EnumSet.noneOf(Field.class))
                .add(label.field()));
        if (first.isEmpty()) {
            first = EnumSet.noneOf(Field.class);
            labels.forEach(label -> first.add(label.field()));
        }
        lines.count(2L * words.length());
        address |= words.indexOf('@') > 0;
        date |= labels.stream().anyMatch(label -> label.field() == Field.DATE) && dated(words);
        end = at + 1;
    }

    private boolean dated(String words) {
        Phrases.Hits hits = Phrases.TABLES.in(words);
        lines.count(hits.steps());
        return Dates.in(words, hits).date();
    }

    /** A line without a label goes on with the value above it: a broken address, or a list of them. */
    private boolean continues(int at) {
        String words = lines.words(at);
        return words.indexOf('@') >= 0
                && (words.startsWith("<")
                        || lines.words(at - 1).endsWith(",")
                        || lines.words(at - 1).endsWith(";")
                        || words.indexOf(' ') < 0);
    }

    private boolean strong() {
        return fields.values().stream().anyMatch(set -> set.size() >= ENOUGH);
    }

    private boolean holds() {
        return fields.values().stream().anyMatch(this::holds);
    }

    /** Two of a journey's labels are From and To, so that a sender's address or a subject is asked for as well. */
    private boolean holds(Set<Field> set) {
        boolean order = first.contains(Field.FROM) || (set.size() > ENOUGH && set.contains(Field.FROM));
        return set.size() >= ENOUGH
                && set.contains(Field.FROM)
                && order
                && (address || (date && set.contains(Field.SUBJECT)));
    }

    /** Whether a line begins with a label of this meaning. */
    static boolean names(String words, Field field) {
        return labels(words).stream().anyMatch(label -> label.field() == field);
    }

    static boolean labelled(String words) {
        return !labels(words).isEmpty();
    }

    /** "From: ..." or, in a table drawn with bars, "| From | ...". */
    private static List<Label> labels(String words) {
        boolean bar = words.startsWith("|");
        int end = words.indexOf(bar ? '|' : ':', 1);
        return end <= 0 || end > LABEL_LENGTH
                ? List.of()
                : Phrases.TABLES.labels(words.substring(bar ? 1 : 0, end).strip());
    }
}
