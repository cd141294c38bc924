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
        return isPlain(text) ? text.strip() : cleaned(text);
    }

    /** Whether nothing has to be replaced, which is so for almost every text. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
            if (control || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String text) {
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
