package tributary.connector.email.reply;

import java.util.List;
import java.util.Locale;

/**
 * A mail's text, parted.
 *
 * @param text the whole text, as it came in
 * @param spans cover the text without gap and overlap, in order; neighbours differ in kind; none for an empty text
 */
public record ReplySpans(String text, List<Span> spans) {

    /** What a span is. */
    public enum Kind {
        /** New words of the author, or forwarded words. */
        REPLY,
        /** Words of an earlier mail, with the lines that introduce them. */
        QUOTE,
        /** A signature, a closing or a line of a mobile mail program. */
        SIGNATURE;

        /** {@code reply}, {@code quote} or {@code signature}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A part of the text.
     *
     * @param from offset of the first character
     * @param to offset behind the last character
     */
    public record Span(Kind kind, int from, int to) {}

    public ReplySpans {
        spans = List.copyOf(spans);
    }

    /** The new words in their order, without blank lines around; the whole text if there are none. */
    public String reply() {
        String reply = of(Kind.REPLY);
        return withoutBlankEdges(visible(reply) ? reply : text);
    }

    /** The text of all spans of one kind, in their order. */
    public String of(Kind kind) {
        StringBuilder out = new StringBuilder();
        spans.stream().filter(span -> span.kind() == kind).forEach(span -> out.append(text, span.from(), span.to()));
        return out.toString();
    }

    private static boolean visible(String text) {
        return text.chars().anyMatch(c -> Lines.plain((char) c) > ' ');
    }

    private static String withoutBlankEdges(String text) {
        String out = text.stripTrailing();
        int from = 0;
        for (int i = 0; i < out.length() && Character.isWhitespace(out.charAt(i)); i++) {
            from = out.charAt(i) == '\n' ? i + 1 : from;
        }
        return out.substring(from);
    }
}
