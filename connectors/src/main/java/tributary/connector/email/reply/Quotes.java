package tributary.connector.email.reply;

import java.util.Arrays;
import tributary.connector.email.reply.ReplySpans.Kind;

/** Goes through the lines once and marks quotes. */
final class Quotes {
    private static final int BLANKS = 6;
    private static final int INITIALS = 3;
    private static final int WRAPPED_WIDTH = 60;

    private final Lines lines;
    private final Kind[] kinds;
    private final boolean[] fenced;
    private final boolean passedOn;
    private boolean introduced;
    private int firstWords = Integer.MAX_VALUE;
    private int at;

    private Quotes(Lines lines, boolean passedOn) {
        this.lines = lines;
        this.passedOn = passedOn;
        this.kinds = new Kind[lines.size()];
        Arrays.fill(kinds, Kind.REPLY);
        this.fenced = fenced(lines);
    }

    /**
     * The kind of each line: reply or quote.
     *
     * @param passedOn whether the subject says that the mail is a forward, so that what stands under a copied header is
     *     what the mail is about
     */
    static Kind[] mark(Lines lines, boolean passedOn) {
        Quotes quotes = new Quotes(lines, passedOn);
        while (quotes.at < lines.size()) {
            quotes.step();
        }
        return quotes.kinds;
    }

    private void step() {
        String words = lines.words(at);
        if (lines.blank(at) || fenced[at]) {
            speak(at);
            at++;
        } else if (lines.depth(at) > 0) {
            block();
        } else if (Separators.forward(words)) {
            at = lines.size();
        } else if (Separators.marker(words)) {
            quote(at, lines.size());
        } else if (introduced && initialled(at) > at + 1) {
            quote(at, initialled(at));
        } else {
            introduction();
        }
    }

    /** The end of lines that begin with the same initials, as "JD> ": an older way to quote. */
    private int initialled(int from) {
        String words = lines.words(from);
        int angle = words.indexOf('>');
        int end = from;
        while (angle > 0 && angle <= INITIALS && lines.words(end).startsWith(words.substring(0, angle + 1))) {
            end++;
        }
        return end;
    }

    /** Lines with {@code >} before them. */
    private void block() {
        int end = at;
        while (end < lines.size() && (lines.depth(end) > 0 || wrapped(end))) {
            end++;
        }
        if (introduced || Attribution.end(lines, at) > at || QuotedBlock.holds(lines, at, end)) {
            introduced = true;
            quote(at, end);
        } else {
            speak(at);
            at = end;
        }
    }

    /** The torn-off end of a quoted line that was too long for the program that sent it on. */
    private boolean wrapped(int line) {
        return line + 1 < lines.size()
                && line > 0
                && !lines.blank(line)
                && lines.depth(line - 1) > 0
                && lines.depth(line + 1) > 0
                && lines.get(line - 1).width() >= WRAPPED_WIDTH
                && lines.startsLowerCase(line);
    }

    private void introduction() {
        int body = bodyOf(at);
        if (body == at) {
            speak(at);
            at++;
            return;
        }
        int start = ruleAbove();
        boolean said = firstWords < start;
        boolean marked = lines.depth(body) > 0 || lines.words(body).startsWith("|");
        if (marked) {
            introduced = true;
            quote(start, barred(body));
        } else if (said && !passedOn) {
            quote(start, lines.size());
        } else if (said || Attribution.end(lines, at) == at) {
            at = lines.size();
        } else {
            quote(start, body);
        }
    }

    /** The first line below the introduction that starts here, or the same line if none does. */
    private int bodyOf(int from) {
        int body = from;
        int next = from;
        while (next < lines.size() && lines.depth(next) == 0) {
            int end = introductionEnd(next, body > from);
            if (end == next) {
                break;
            }
            body = lines.skipBlank(end, BLANKS);
            next = body;
        }
        return body;
    }

    private int introductionEnd(int from, boolean within) {
        String words = lines.words(from);
        if (Separators.original(words)) {
            return from + 1;
        }
        int end = HeaderBlock.end(lines, from);
        if (end > from) {
            return within || !announced(from) ? end : from;
        }
        return Attribution.end(lines, from);
    }

    /** Whether the author's own line above ends with a colon: then the header block is what he talks about. */
    private boolean announced(int from) {
        int above = from - 1;
        while (above >= 0 && above > from - 3 && lines.blank(above)) {
            above--;
        }
        return above >= 0 && kinds[above] == Kind.REPLY && lines.words(above).endsWith(":");
    }

    /** Programs draw a line above the copied header; it goes with the quote. */
    private int ruleAbove() {
        int above = at - 1;
        while (above >= 0 && above > at - 3 && lines.blank(above)) {
            above--;
        }
        return above >= 0 && kinds[above] == Kind.REPLY && Separators.drawn(lines.words(above)) ? above : at;
    }

    private void speak(int line) {
        if (!lines.blank(line)) {
            firstWords = Math.min(firstWords, line);
        }
    }

    /** The end of a quote whose lines begin with a bar. */
    private int barred(int body) {
        int end = body;
        while (lines.words(end).startsWith("|")) {
            end++;
        }
        return end;
    }

    private void quote(int from, int to) {
        Arrays.fill(kinds, from, to, Kind.QUOTE);
        at = Math.max(to, at + 1);
    }

    private static boolean[] fenced(Lines lines) {
        boolean[] fenced = new boolean[lines.size()];
        int open = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.depth(i) == 0 && lines.words(i).startsWith("```")) {
                if (open >= 0) {
                    Arrays.fill(fenced, open, i + 1, true);
                }
                open = open >= 0 ? -1 : i;
            }
        }
        return fenced;
    }
}
