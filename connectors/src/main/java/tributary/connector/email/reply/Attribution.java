package tributary.connector.email.reply;

import java.util.stream.Stream;
import tributary.connector.email.reply.Phrases.Hit;
import tributary.connector.email.reply.Phrases.Hits;
import tributary.connector.email.reply.Phrases.Word;

/**
 * The line that says who wrote the quote below it and when: "On Fri, Jan 2, 2026 at 10:20 AM Li &lt;li@example.cn&gt;
 * wrote:". Mail programs break it over up to three lines.
 */
final class Attribution {
    private static final int MOST_LINES = 3;
    private static final int LONGEST = 600;
    private static final int ADDRESS_WITHIN = 90;
    private static final int LONGEST_WITHOUT_ADDRESS = 120;
    private static final int BLANKS_BEFORE_QUOTE = 5;

    private final String line;
    private final Hits hits;
    private final Dates dates;
    private final boolean quoted;

    private Attribution(String line, boolean quoted) {
        this.line = line;
        this.quoted = quoted;
        this.hits = Phrases.TABLES.in(line);
        this.dates = Dates.in(line, hits);
    }

    /** The line behind the attribution that starts here, or the same line if none does. */
    static int end(Lines lines, int at) {
        StringBuilder joined = new StringBuilder();
        int next = at;
        int most = at + MOST_LINES;
        while (next < lines.size() && next < most) {
            if (addressBelow(lines, at, next)) {
                next++;
                most = next + MOST_LINES;
            }
            if (!joins(lines, at, next, joined)) {
                return at;
            }
            next++;
            String line = joined.toString();
            if (line.length() > LONGEST) {
                return at;
            }
            if (could(line)) {
                Attribution attribution = new Attribution(line, quoteFollows(lines, next));
                lines.count(attribution.hits.steps() + 2L * line.length());
                if (attribution.holds()) {
                    return next > at + 1 && !dated(lines.words(at)) && end(lines, at + 1) > at + 1 ? at : next;
                }
            }
        }
        return at;
    }

    /** A line of prose above an attribution is not a part of it; a line with the date is. */
    private static boolean dated(String line) {
        Dates dates = Dates.in(line, Phrases.TABLES.in(line));
        return dates.date() || dates.time();
    }

    /** An address may stand apart, below a blank line, its bracket in a line of its own: so do some make text of HTML. */
    private static boolean addressBelow(Lines lines, int first, int at) {
        return at == first + 1
                && lines.blank(at)
                && at + 1 < lines.size()
                && lines.words(at + 1).equals("<")
                && dated(lines.words(first));
    }

    private static boolean joins(Lines lines, int first, int at, StringBuilder joined) {
        Lines.Line line = lines.get(at);
        boolean brokenAddress = line.depth() == 1 && open(joined);
        if (line.cut() || line.blank() || (line.depth() != lines.depth(first) && !brokenAddress)) {
            return false;
        }
        joined.append(at == first ? "" : " ").append(brokenAddress ? "> " : "").append(line.words());
        lines.count(joined.length());
        return true;
    }

    private static boolean open(CharSequence words) {
        return words.chars().filter(c -> c == '<').count()
                > words.chars().filter(c -> c == '>').count();
    }

    /** A cheap look before the costly one: an attribution holds a digit or an address. */
    private static boolean could(String line) {
        return line.indexOf('@') >= 0 || line.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean quoteFollows(Lines lines, int at) {
        int next = lines.skipBlank(at, BLANKS_BEFORE_QUOTE);
        return lines.depth(next) > 0 || lines.words(next).startsWith("|");
    }

    private boolean holds() {
        if (!begins()) {
            return false;
        }
        return hits.any(Word.VERB) ? withVerb() : withoutVerb();
    }

    /** "2026-01-02 10:20 GMT+01:00 Li &lt;li@example.cn&gt;:", whatever the language. */
    private boolean withoutVerb() {
        return dates.date() && !told() && core().endsWith(">") && !open(line) && address() && (colon() || quoted);
    }

    private boolean withVerb() {
        int end = core().length();
        boolean last = hits.of(Word.VERB).stream().anyMatch(verb -> verb.to() == end);
        boolean told = told();
        if (address()) {
            boolean ends = colon() || framed() || quoted || (last && dates.date() && dates.time());
            return ends && (last || dates.date() || dates.time()) && (quoted || !told);
        }
        return (colon() || framed() || quoted) && dates.date() && (quoted || plain(told));
    }

    /** Without an address and without quoted lines below: a day, a time, somebody's name, a verb, and no more. */
    private boolean plain(boolean told) {
        return dates.time() && !told && !hits.any(Word.ARTICLE) && line.length() <= LONGEST_WITHOUT_ADDRESS;
    }

    private boolean told() {
        return hits.list().stream().anyMatch(this::ofAStory);
    }

    private boolean ofAStory(Hit hit) {
        return hit.word() == Word.PRONOUN
                && (hit.from() > 0 || (!hits.at(Word.STARTER, 0) && !hits.at(Word.WEEKDAY, 0)))
                && (stands(hit) || Phrases.dense(line.charAt(hit.from())));
    }

    /** Whether a word stands between spaces; one in an address or a name with dots tells no story. */
    private boolean stands(Hit hit) {
        boolean left = hit.from() == 0 || line.charAt(hit.from() - 1) == ' ';
        return left && (hit.to() == line.length() || " ,:".indexOf(line.charAt(hit.to())) >= 0);
    }

    private boolean begins() {
        return beginsWithADay() || beginsWithAName();
    }

    private boolean beginsWithADay() {
        int start = start();
        char first = start < line.length() ? line.charAt(start) : 0;
        boolean digit = first >= '0' && first <= '9';
        return digit || hits.at(Word.STARTER, start) || hits.at(Word.WEEKDAY, start) || hits.at(Word.MONTH, start);
    }

    private boolean beginsWithAName() {
        int address = line.indexOf('@');
        return !beginsWithADay() && address > 0 && address <= ADDRESS_WITHIN && !sentence(line.substring(0, address));
    }

    private static boolean sentence(String name) {
        return (name.contains(", ") && name.contains(". "))
                || Stream.of("? ", "! ", "。", "？", "！", "... ").anyMatch(name::contains);
    }

    private int start() {
        int start = 0;
        while (start < line.length() && "-_ \"".indexOf(line.charAt(start)) >= 0) {
            start++;
        }
        return start;
    }

    private boolean address() {
        int at = line.indexOf('@');
        return at > 0 && at + 1 < line.length() && line.charAt(at - 1) != ' ' && line.charAt(at + 1) != ' ';
    }

    private boolean colon() {
        return line.endsWith(":");
    }

    /** "---- On ... wrote ----" */
    private boolean framed() {
        return line.startsWith("--") && line.endsWith("--");
    }

    /** The line without the colon and the dashes at its end. */
    private String core() {
        int end = line.length();
        while (end > 0 && ":- ".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return line.substring(0, end);
    }
}
