package tributary.connector.email.reply;

import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.Evaluator;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.QueryParser;

/**
 * Finds the quote by the containers mail programs put it into, and where it begins in the text of the same mail. Used
 * if the text alone shows none, as when a program writes its attribution in a language that is not in the tables.
 */
final class HtmlReply {
    private static final int LONGEST = 1 << 20;
    private static final int DEPTH = 256;
    private static final int FORWARD_WITHIN = 5;

    /** Containers that hold a quote and nothing else. */
    private static final Evaluator HOLDS = QueryParser.parse(
            ".gmail_quote, .gmail_extra, blockquote[type=cite], #isReplyContent, #origbody, #mailcontent,"
                    + " #reply139content, blockquote#oriMsgHtmlSeperator, .yahoo_quoted, blockquote.iosymail,"
                    + " .protonmail_quote, .tutanota_quote, .zmail_extra, #OLK_SRC_BODY_SECTION, div[name=quote],"
                    + " .moz-cite-prefix");

    /** Marks behind which everything is a quote. */
    private static final Evaluator BEGINS =
            QueryParser.parse("#divRplyFwdMsg, #appendonsend, hr#replySplit, hr#stopSpelling, hr#zwchr,"
                    + " hr[data-marker=__DIVIDER__], div[style*='border-top-color: rgb(229, 229, 229)'],"
                    + " div[style*='border-top:solid #E1E1E1 1.0pt'],"
                    + " div[style*='border-top:solid #B5C4DF 1.0pt'], #mail-editor-reference-message-container");

    private HtmlReply() {}

    /** Offset in the text behind the last character before the quote; empty unless text and HTML tell the same. */
    static Optional<Integer> end(String text, String html) {
        if (html.length() > LONGEST) {
            return Optional.empty();
        }
        Parser parser = Parser.htmlParser();
        parser.setMaxDepth(DEPTH);
        Document document = parser.parseInput(html, "");
        document.select("style, script, head, title").remove();
        Reading reading = new Reading();
        document.body().filter(reading);
        return reading.found ? agreed(text, reading.before) : Optional.empty();
    }

    /** The text must begin with what the HTML shows before the quote, white space aside, and go on behind it. */
    private static Optional<Integer> agreed(String text, CharSequence before) {
        int seen = 0;
        int at = 0;
        for (; at < text.length() && seen < before.length(); at++) {
            char c = Lines.plain(text.charAt(at));
            if (c > ' ' && c != before.charAt(seen++)) {
                return Optional.empty();
            }
        }
        boolean whole = seen == before.length() && seen > 0;
        return whole && !text.substring(at).isBlank() && !forwarded(text.substring(at))
                ? Optional.of(at)
                : Optional.empty();
    }

    private static boolean forwarded(String quote) {
        Lines lines = new Lines(quote.substring(0, Math.min(quote.length(), 2 * Lines.WIDTH)));
        int end = Math.min(lines.size(), FORWARD_WITHIN);
        for (int i = 0; i < end; i++) {
            if (Separators.forward(lines.words(i))) {
                return true;
            }
        }
        return false;
    }

    /** Reads in order; words behind a container that only holds a quote are an answer below it, and void the find. */
    private static final class Reading implements NodeFilter {
        private final StringBuilder before = new StringBuilder();
        private boolean found;

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof Element element) {
                if (element.is(BEGINS)) {
                    found = true;
                    return FilterResult.STOP;
                }
                if (element.is(HOLDS)) {
                    found = true;
                    return FilterResult.SKIP_ENTIRELY;
                }
            }
            return node instanceof TextNode words ? take(words.getWholeText()) : FilterResult.CONTINUE;
        }

        private FilterResult take(String words) {
            int had = before.length();
            for (int i = 0; i < words.length(); i++) {
                char c = Lines.plain(words.charAt(i));
                if (c > ' ') {
                    before.append(c);
                }
            }
            if (found && before.length() > had) {
                found = false;
                return FilterResult.STOP;
            }
            return FilterResult.CONTINUE;
        }
    }
}
