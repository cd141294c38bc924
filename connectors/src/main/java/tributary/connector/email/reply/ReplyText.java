package tributary.connector.email.reply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tributary.connector.email.reply.ReplySpans.Kind;
import tributary.connector.email.reply.ReplySpans.Span;

/**
 * Parts a mail's text into new words, quotes and signatures by the marks mail programs leave.
 *
 * <p>Pure and safe on any thread. The work is linear in the text: the first {@value Lines#LIMIT} lines are looked at,
 * {@value Lines#WIDTH} characters of each; what follows is of the kind in which they end. Where the marks do not tell,
 * the words count as new: a quote shown too much is a smaller evil than an answer hidden.
 */
public final class ReplyText {
    private ReplyText() {}

    /** Parts a text of which nothing else is known. */
    public static ReplySpans spans(String text) {
        return spans(text, Optional.empty(), "");
    }

    /**
     * Parts a text.
     *
     * @param text the whole readable text, lines ended by LF or CRLF
     * @param html the same mail's HTML, not cleaned; asked only if the text shows no quote
     * @param subject the mail's subject; if it says that the mail is a forward, copied headers introduce no quote
     */
    public static ReplySpans spans(String text, Optional<String> html, String subject) {
        boolean passedOn = Separators.forwardSubject(subject);
        Lines lines = new Lines(text);
        Kind[] kinds = Quotes.mark(lines, passedOn);
        if (!passedOn && !Arrays.asList(kinds).contains(Kind.QUOTE)) {
            html.flatMap(source -> HtmlReply.end(text, source)).ifPresent(end -> quoteFrom(end, lines, kinds));
        }
        Signatures.mark(lines, kinds);
        joinBlanks(lines, kinds);
        return spans(text, lines, kinds);
    }

    /** Steps taken for a text, for the test that they grow no faster than it. */
    static long steps(String text) {
        Lines lines = new Lines(text);
        Signatures.mark(lines, Quotes.mark(lines, false));
        return lines.steps();
    }

    private static void quoteFrom(int offset, Lines lines, Kind[] kinds) {
        boolean quote = false;
        for (int i = 0; i < kinds.length; i++) {
            quote |= lines.get(i).from() >= offset && !lines.blank(i);
            kinds[i] = quote ? Kind.QUOTE : kinds[i];
        }
    }

    /** A blank line goes with what is above it. */
    private static void joinBlanks(Lines lines, Kind[] kinds) {
        for (int i = 1; i < kinds.length; i++) {
            kinds[i] = lines.blank(i) ? kinds[i - 1] : kinds[i];
        }
    }

    private static ReplySpans spans(String text, Lines lines, Kind[] kinds) {
        List<Span> spans = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < kinds.length; i++) {
            boolean last = i + 1 == kinds.length;
            if (last || kinds[i + 1] != kinds[i]) {
                int to = last ? text.length() : lines.get(i).to();
                spans.add(new Span(kinds[i], from, to));
                from = to;
            }
        }
        return new ReplySpans(text, spans);
    }
}
