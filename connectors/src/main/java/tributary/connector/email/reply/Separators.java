package tributary.connector.email.reply;

/** Lines that part a mail by themselves: "-----Original Message-----", a row of dashes, our own marker. */
final class Separators {
    private static final String RULE = "-_=~\u2014\u2013\u2500\u2501";
    private static final int LONGEST = 120;
    private static final int LEAST_DRAWN = 4;

    private Separators() {}

    /** A row of at least so many dashes, underscores or the like. */
    static boolean rule(String words, int least) {
        return words.length() >= least && edge(words, 0, 1) == words.length();
    }

    /** A row of dashes, or words between them in whatever language, as programs draw above a copied header. */
    static boolean drawn(String words) {
        return rule(words, LEAST_DRAWN) || !framed(words).isEmpty();
    }

    /** A framed "Original Message". */
    static boolean original(String words) {
        return Phrases.TABLES.is("original", framed(words));
    }

    /** A framed "Forwarded message", or "Begin forwarded message:". */
    static boolean forward(String words) {
        String framed = framed(words);
        boolean line = words.endsWith(":")
                && Phrases.TABLES.is(
                        "forward-line", words.substring(0, words.length() - 1).strip());
        return line || Phrases.TABLES.is("forward", framed) || framed.startsWith("forwarded by ");
    }

    /** "-- Please reply above this line --", as our own mails carry it. */
    static boolean marker(String words) {
        return !words.isEmpty()
                && words.length() <= LONGEST
                && "-#_=".indexOf(words.charAt(0)) >= 0
                && Phrases.TABLES.list("marker").stream().anyMatch(words::contains);
    }

    /** Whether a subject says that the mail passes another one on. */
    static boolean forwardSubject(String subject) {
        StringBuilder plain = new StringBuilder();
        subject.strip().chars().limit(LONGEST).forEach(c -> plain.append(Lines.plain((char) c)));
        int colon = plain.indexOf(":");
        return colon > 0
                && Phrases.TABLES.is(
                        "forward-subject", plain.substring(0, colon).strip());
    }

    /** What stands between at least two dashes on each side; empty if it is not framed so. */
    private static String framed(String words) {
        if (words.length() > LONGEST) {
            return "";
        }
        int left = edge(words, 0, 1);
        int right = words.length() - edge(words, words.length() - 1, -1);
        return left < 2 || words.length() - right < 2 || right <= left ? "" : inner(words.substring(left, right));
    }

    private static String inner(String framed) {
        String inner = framed.strip();
        return inner.endsWith(":") ? inner.substring(0, inner.length() - 1).strip() : inner;
    }

    private static int edge(String words, int from, int step) {
        int count = 0;
        for (int i = from; i >= 0 && i < words.length() && RULE.indexOf(words.charAt(i)) >= 0; i += step) {
            count++;
        }
        return count;
    }
}
