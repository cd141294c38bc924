package tributary.connector.livechat.rule;

/** What a visitor's text becomes: trimmed, without control characters, at most so many code points long. */
public final class TextRule {
    /** Longest text of a message, in code points. */
    public static final int LIMIT = 4000;

    private TextRule() {}

    /**
     * Removes control characters but line feed and tab, makes every line end a line feed, replaces half surrogates,
     * then trims. Cleaning twice changes nothing.
     */
    public static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(c -> append(out, c));
        return out.toString().strip();
    }

    /** Whether a cleaned text is over the limit. */
    public static boolean tooLong(String cleaned) {
        return cleaned.length() > LIMIT && cleaned.codePointCount(0, cleaned.length()) > LIMIT;
    }

    private static void append(StringBuilder out, int c) {
        if (Character.getType(c) == Character.SURROGATE) {
            out.append('\uFFFD');
        } else if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
            out.appendCodePoint(c);
        }
    }
}
