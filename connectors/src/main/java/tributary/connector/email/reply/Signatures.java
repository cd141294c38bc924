package tributary.connector.email.reply;

import java.util.Arrays;
import tributary.connector.email.reply.Phrases.Hits;
import tributary.connector.email.reply.Phrases.Word;
import tributary.connector.email.reply.ReplySpans.Kind;

/** Finds signatures at the end of the author's words: before the first quote, and at the end of the mail. */
final class Signatures {
    private static final int SHORT = 80;
    private static final int NAME = 60;
    private static final int CARD = 40;
    private static final int LINES_BELOW_A_RULE = 8;
    private static final int LINES_BELOW_A_CLOSING = 5;
    private static final int LINES_OF_A_CARD = 4;
    private static final int LINES_WITH_BARS = 12;
    private static final int LOOK_BACK = 24;
    private static final int WORDS_OF_A_MOBILE_LINE = 10;

    private final Lines lines;
    private final Kind[] kinds;

    private Signatures(Lines lines, Kind[] kinds) {
        this.lines = lines;
        this.kinds = kinds;
    }

    /** Turns lines of the reply into lines of a signature. */
    static void mark(Lines lines, Kind[] kinds) {
        new Signatures(lines, kinds).mark();
    }

    private void mark() {
        int first = next(0, Kind.REPLY);
        if (first >= kinds.length) {
            return;
        }
        int last = kinds.length - 1;
        while (kinds[last] != Kind.REPLY || lines.blank(last)) {
            last--;
        }
        int from = last;
        while (from > 0 && kinds[from - 1] == Kind.REPLY) {
            from--;
        }
        int end = next(first, Kind.QUOTE);
        region(first, end);
        if (from >= end) {
            region(from, last + 1);
        }
    }

    private int next(int from, Kind kind) {
        int at = from;
        while (at < kinds.length && (kinds[at] != kind || (kind == Kind.REPLY && lines.blank(at)))) {
            at++;
        }
        return at;
    }

    private void region(int from, int to) {
        int end = trim(from, to);
        int before;
        do {
            before = end;
            end = trim(from, mobile(from, end));
            end = trim(from, delimiter(from, end));
            end = spare(from, below(from, end, to), end);
            end = spare(from, closing(from, end), end);
            end = spare(from, card(from, end, to), end);
        } while (end < before && end > from);
        if (end < trim(from, to)) {
            Arrays.fill(kinds, end, to, Kind.SIGNATURE);
        }
    }

    /** A guess may not take the last words there are. */
    private int spare(int from, int cut, int end) {
        int rest = trim(from, cut);
        return cut < end && (rest > from || elsewhere(from)) ? rest : end;
    }

    private boolean elsewhere(int region) {
        int first = next(0, Kind.REPLY);
        return first < region;
    }

    private int trim(int from, int to) {
        int end = to;
        while (end > from && lines.blank(end - 1)) {
            end--;
        }
        return end;
    }

    private int mobile(int from, int end) {
        int cut = end;
        while (cut > from && ofMobile(from, cut - 1)) {
            cut = trim(from, cut - 1);
        }
        return cut;
    }

    private boolean ofMobile(int from, int at) {
        String line = lines.words(at);
        int start = 0;
        while (start < line.length() && "<([- ".indexOf(line.charAt(start)) >= 0) {
            start++;
        }
        String words = line.substring(start);
        if (words.isEmpty() || words.length() > 2 * SHORT || spaces(words) >= WORDS_OF_A_MOBILE_LINE) {
            return false;
        }
        Hits hits = Phrases.TABLES.in(words);
        lines.count(hits.steps());
        boolean weak = hits.at(Word.MOBILE_WEAK, 0) && (hits.any(Word.DEVICE) || alone(from, at));
        return hits.at(Word.MOBILE, 0) || weak || framed(words);
    }

    /** Whether such a line stands below a blank line, or below another one of its kind. */
    private boolean alone(int from, int at) {
        return at == from || lines.blank(at - 1) || begins(lines.words(at - 1));
    }

    private static boolean begins(String words) {
        Hits hits = Phrases.TABLES.in(words);
        return hits.at(Word.MOBILE, 0) || hits.at(Word.MOBILE_WEAK, 0);
    }

    private boolean framed(String words) {
        String line = words.endsWith(".") || words.endsWith("。") ? words.substring(0, words.length() - 1) : words;
        return line.length() <= NAME
                && spaces(line) < 6
                && Phrases.TABLES.list("mobile-frame").stream().anyMatch(frame -> {
                    int bar = frame.indexOf('|');
                    return line.startsWith(frame.substring(0, bar)) && line.endsWith(frame.substring(bar + 1));
                });
    }

    private static int spaces(String words) {
        return (int) words.chars().filter(c -> c == ' ').count();
    }

    /** "-- " and all below it. */
    private int delimiter(int from, int end) {
        for (int at = from; at < end; at++) {
            if (lines.get(at).delimiter()) {
                return at;
            }
        }
        return end;
    }

    /** "--" or a row of dashes or underscores, with a few short lines below. */
    private int below(int from, int end, int to) {
        int few = 0;
        boolean told = false;
        for (int at = end - 1; at >= from && at >= end - LOOK_BACK; at--) {
            String words = lines.words(at);
            boolean rule = words.equals("--") || words.equals("__") || Separators.rule(words, 3);
            if (rule) {
                boolean something = at + 1 < end || end < trim(from, to);
                boolean divides = told && words.length() > 2 && words.charAt(0) != '_';
                return something && !divides && (at == from || lines.blank(at - 1)) ? at : end;
            }
            few += lines.blank(at) || contact(words) ? 0 : 1;
            told |= sentence(words) && spaces(words) > 3;
            if (words.length() > SHORT || few > LINES_BELOW_A_RULE || question(words)) {
                return end;
            }
        }
        return end;
    }

    private static boolean question(String words) {
        return words.endsWith("?") || words.endsWith("？");
    }

    private static boolean contact(String words) {
        return words.indexOf('@') > 0 || words.startsWith("http") || words.startsWith("www.");
    }

    /** "Best regards" with a name and little more below. */
    private int closing(int from, int end) {
        int few = 0;
        for (int at = end - 1; at >= from && few <= LINES_BELOW_A_CLOSING; at--) {
            String words = lines.words(at);
            if (Phrases.TABLES.is("closing", bare(words))) {
                boolean both = at > from && Phrases.TABLES.is("closing", bare(lines.words(at - 1)));
                return both ? at - 1 : at;
            }
            few += lines.blank(at) ? 0 : 1;
            if (words.length() > NAME || question(words)) {
                return end;
            }
        }
        return end;
    }

    private static String bare(String words) {
        int end = words.length();
        while (end > 0 && end <= NAME && ",.!~。！;： ".indexOf(words.charAt(end - 1)) >= 0) {
            end--;
        }
        return words.substring(0, end);
    }

    /** A visiting card in front of a quote: NetEase's lines of bars, or a company's name after a gap. */
    private int card(int from, int end, int to) {
        if (to >= kinds.length || end == from) {
            return end;
        }
        int bars = barred(from, end);
        return bars < end ? bars : afterGap(from, end);
    }

    /** The first line with a bar, if the last paragraph is a card with bars around its lines. */
    private int barred(int from, int end) {
        int first = end;
        for (int at = end - 1; at >= from && !lines.blank(at) && end - at <= LINES_WITH_BARS; at--) {
            first = lines.words(at).startsWith("|") ? at : first;
        }
        return first < end - 1 && lines.words(end - 1).startsWith("|") ? first : end;
    }

    private int afterGap(int from, int end) {
        int at = end;
        boolean company = false;
        while (at > from && !lines.blank(at - 1)) {
            at--;
            String words = lines.words(at);
            if (words.length() > CARD || end - at > LINES_OF_A_CARD || sentence(words)) {
                return end;
            }
            Hits hits = Phrases.TABLES.in(words);
            lines.count(hits.steps());
            company |= hits.any(Word.CARD) && end - at < LINES_OF_A_CARD + 1;
        }
        return company && end - at > 1 && at > from + 1 && lines.blank(at - 2) ? at : end;
    }

    private static boolean sentence(String words) {
        return !words.isEmpty() && ".。!！?？,:;".indexOf(words.charAt(words.length() - 1)) >= 0;
    }
}
