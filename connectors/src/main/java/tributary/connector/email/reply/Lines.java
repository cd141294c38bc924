package tributary.connector.email.reply;

import java.util.ArrayList;
import java.util.List;

/** The first lines of a text, each with its place and with its words made comparable. */
final class Lines {
    /** So many lines are looked at; what follows them belongs to where they end. */
    static final int LIMIT = 1000;

    /** So many characters of a line are looked at; a longer line introduces nothing. */
    static final int WIDTH = 600;

    /**
     * A line.
     *
     * @param from offset of its first character in the text
     * @param to offset behind its line feed
     * @param depth number of {@code >} before it
     * @param words what follows those, lower case, in plain punctuation, with single spaces
     * @param cut whether there is more than {@link #WIDTH} of it
     * @param delimiter whether it is exactly {@code "-- "} (RFC 3676, section 4.3)
     */
    record Line(int from, int to, int depth, String words, boolean cut, boolean delimiter) {
        boolean blank() {
            return depth == 0 && words.isEmpty();
        }

        int width() {
            return to - from;
        }
    }

    private final String text;
    private final List<Line> lines = new ArrayList<>();
    private long steps;

    Lines(String text) {
        this.text = text;
        int from = 0;
        while (from < text.length() && lines.size() < LIMIT) {
            int feed = text.indexOf('\n', from);
            int to = feed < 0 ? text.length() : feed + 1;
            lines.add(line(from, to));
            from = to;
        }
    }

    int size() {
        return lines.size();
    }

    Line get(int at) {
        return lines.get(at);
    }

    /** The words of a line, or none behind the last one. */
    String words(int at) {
        return at >= 0 && at < size() ? lines.get(at).words() : "";
    }

    boolean blank(int at) {
        return lines.get(at).blank();
    }

    int depth(int at) {
        return at < size() ? lines.get(at).depth() : 0;
    }

    /** The first line from here on that is not blank, at most so many lines further; {@link #size} is behind all. */
    int skipBlank(int at, int most) {
        int next = at;
        while (next < size() && next - at < most && blank(next)) {
            next++;
        }
        return next;
    }

    boolean startsLowerCase(int at) {
        return Character.isLowerCase(text.charAt(get(at).from()));
    }

    /** Counts work, so that a test can tell linear from worse. */
    void count(long work) {
        steps += work;
    }

    long steps() {
        return steps;
    }

    /** A character as it is compared: spaces, colons, quotes and the like in one form; 0 for what is invisible. */
    static char plain(char c) {
        return switch (c) {
            case '\u00a0', '\u3000', '\u202f', '\u0085', '\u2028', '\u2029' -> ' ';
            case '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\ufeff', '\u2060', '\u00ad', '*', '\u0000' -> 0;
            case '\uff1a', '\ufe55' -> ':';
            case '\uff0c', '\u3001' -> ',';
            case '\uff1b' -> ';';
            case '\uff08' -> '(';
            case '\uff09' -> ')';
            case '\uff1c' -> '<';
            case '\uff1e' -> '>';
            case '\u2018', '\u2019' -> '\'';
            case '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb' -> '"';
            default -> (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069') ? 0 : plainSpace(c);
        };
    }

    private static char plainSpace(char c) {
        return c <= ' ' || Character.isWhitespace(c) ? ' ' : Character.toLowerCase(c);
    }

    private Line line(int from, int to) {
        count(to - from);
        int depth = 0;
        int words = from;
        for (int i = from; i < to && (text.charAt(i) == '>' || text.charAt(i) == ' '); i++) {
            if (text.charAt(i) == '>') {
                depth++;
                words = i + 1;
            } else if (depth == 0 && i - from > 2) {
                break;
            }
        }
        return line(from, to, depth, words);
    }

    private Line line(int from, int to, int depth, int start) {
        StringBuilder words = new StringBuilder();
        int i = start;
        for (; i < to && words.length() < WIDTH; i++) {
            char c = plain(text.charAt(i));
            boolean space = c == ' ';
            if (c != 0 && !(space && (words.isEmpty() || words.charAt(words.length() - 1) == ' '))) {
                words.append(c);
            }
        }
        boolean cut = words.length() >= WIDTH;
        return new Line(from, to, depth, words.toString().strip(), cut, delimiter(from, to));
    }

    private boolean delimiter(int from, int to) {
        return text.startsWith("-- ", from)
                && text.substring(from, Math.min(to, from + 5)).strip().equals("--")
                && text.substring(from, to).stripTrailing().length() == 2;
    }
}
