package tributary.connector.email.reply;

/**
 * Whether lines that begin with {@code >} are somebody's words although nothing introduces them: code, comparisons and
 * the output of {@code diff} begin so too.
 */
final class QuotedBlock {
    private static final int WORDS_OF_A_LONE_LINE = 3;

    private QuotedBlock() {}

    /** Judges the lines {@code [from, to)}. */
    static boolean holds(Lines lines, int from, int to) {
        int prose = 0;
        int full = 0;
        int most = 0;
        for (int i = from; i < to; i++) {
            String words = lines.words(i);
            lines.count(words.length());
            int count = words(words);
            full += words.isEmpty() ? 0 : 1;
            prose += count >= 2 ? 1 : 0;
            most = Math.max(most, count);
        }
        boolean enough = full > 1 ? prose * 2 >= full : most >= WORDS_OF_A_LONE_LINE;
        return enough && !ofADiff(lines, from, to);
    }

    private static boolean ofADiff(Lines lines, int from, int to) {
        boolean above = from > 0 && changed(lines.words(from - 1));
        boolean furtherAbove = from > 1 && lines.words(from - 1).equals("---") && changed(lines.words(from - 2));
        return above
                || furtherAbove
                || changed(lines.words(to))
                || lines.words(from - 1).startsWith("=======");
    }

    private static boolean changed(String words) {
        return words.startsWith("< ") || words.startsWith("<<<<");
    }

    /** How many words a line has; none if it looks like code or a figure. Two characters of Chinese are a word. */
    private static int words(String line) {
        if (line.isEmpty() || (!Character.isLetter(line.charAt(0)) && "\"'([<-#:/".indexOf(line.charAt(0)) < 0)) {
            return 0;
        }
        if (";{}".indexOf(line.charAt(line.length() - 1)) >= 0) {
            return 0;
        }
        int words = 0;
        int dense = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            dense += Phrases.dense(c) ? 1 : 0;
            words += Character.isLetter(c) && (i == 0 || line.charAt(i - 1) == ' ') ? 1 : 0;
        }
        return words + dense / 2;
    }
}
