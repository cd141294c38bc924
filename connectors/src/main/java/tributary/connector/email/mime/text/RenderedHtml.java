package tributary.connector.email.mime.text;

import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * HTML rendered as text: blocks and breaks become lines, list items get a mark, links show where they lead unless
 * their text does, images show their alternative text, quotes are marked as in plain text. Pure; linear in what is
 * read, of which the bounds are {@link #MAX_CHARS}, a hundred thousand tags and the parser's depth.
 */
public final class RenderedHtml {
    /** How much HTML is looked at, in characters. */
    public static final int MAX_CHARS = 1 << 20;

    private static final int MAX_TAGS = 100_000;
    private static final int DEPTH = 256;
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "table",
            "tr",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "li",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "pre",
            "blockquote",
            "form",
            "fieldset",
            "section",
            "article",
            "header",
            "footer",
            "address",
            "center",
            "hr",
            "figure",
            "main",
            "nav",
            "aside",
            "title",
            "caption");
    private static final Set<String> SPACED =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table");
    private static final Set<String> HIDDEN = Set.of(
            "script",
            "style",
            "head",
            "title",
            "noscript",
            "template",
            "object",
            "iframe",
            "svg",
            "math",
            "select",
            "textarea",
            "audio",
            "video",
            "canvas");

    private RenderedHtml() {}

    /** The text of a page; lines end with line feeds, no blanks at either end. */
    public static String text(String html) {
        String bounded = html.substring(0, end(html));
        Parser parser = Parser.htmlParser();
        parser.setMaxDepth(DEPTH);
        Document page = parser.parseInput(bounded, "");
        Rendering rendering = new Rendering();
        NodeTraversor.traverse(rendering, page.body());
        return rendering.done();
    }

    private static int end(String html) {
        int tags = 0;
        int limit = Math.min(html.length(), MAX_CHARS);
        for (int i = 0; i < limit; i++) {
            if (html.charAt(i) == '<' && ++tags > MAX_TAGS) {
                return i;
            }
        }
        return limit;
    }

    /** One walk over one page. */
    private static final class Rendering implements NodeVisitor {
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private final IdentityHashMap<Element, Integer> numbers = new IdentityHashMap<>();
        private int hidden;
        private int preformatted;
        private int quotes;
        private int blankQuotes;
        private int items;
        private boolean blankLine;
        private boolean blank;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                text(text.getWholeText());
            } else if (node instanceof Element element) {
                open(element);
            }
        }

        private void open(Element element) {
            String name = element.normalName();
            hidden += hides(element) ? 1 : 0;
            if (hidden > 0) {
                return;
            }
            if (BLOCKS.contains(name)) {
                newLine(SPACED.contains(name) && items == 0);
            }
            switch (name) {
                case "br" -> newLineAlways();
                case "hr" -> line.append("---");
                case "img" -> text(element.attr("alt"));
                case "blockquote" -> quotes++;
                case "pre" -> preformatted++;
                case "li" -> item(element);
                case "td", "th" -> blank = line.length() > 0;
                default -> {}
            }
        }

        private void item(Element item) {
            items++;
            Element list = item.parent();
            boolean ordered = list != null && list.normalName().equals("ol");
            line.append(ordered ? numbers.merge(list, 1, Integer::sum) + ". " : "- ");
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            if (hides(element)) {
                hidden--;
                return;
            }
            if (hidden == 0) {
                close(element, element.normalName());
            }
        }

        private void close(Element element, String name) {
            if (name.equals("a")) {
                link(element);
            }
            if (BLOCKS.contains(name)) {
                newLine(SPACED.contains(name) && items == 0);
            }
            quotes -= name.equals("blockquote") ? 1 : 0;
            preformatted -= name.equals("pre") ? 1 : 0;
            items -= name.equals("li") ? 1 : 0;
        }

        private void link(Element link) {
            String target = link.attr("href").strip();
            String lower = target.toLowerCase(Locale.ROOT);
            boolean leads = lower.startsWith("http://") || lower.startsWith("https://");
            int scheme = target.indexOf("//") + 2;
            String bare = leads ? target.substring(scheme).replaceFirst("/$", "") : "";
            int before = Math.max(0, line.length() - target.length() - 2);
            if (leads && target.length() <= 500 && line.length() > 0 && line.indexOf(bare, before) < 0) {
                text(" <" + target + ">");
            }
        }

        private static boolean hides(Element element) {
            if (HIDDEN.contains(element.normalName()) || element.hasAttr("hidden")) {
                return true;
            }
            String style = element.attr("style");
            return !style.isEmpty()
                    && style.length() < 4000
                    && style.replace(" ", "").toLowerCase(Locale.ROOT).contains("display:none");
        }

        private void text(String text) {
            if (hidden > 0) {
                return;
            }
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (preformatted > 0 && c == '\n') {
                    newLineAlways();
                } else if (preformatted == 0 && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')) {
                    blank = true;
                } else if (c != '\r') {
                    character(c);
                }
            }
        }

        private void character(char c) {
            if (blank && line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
            blank = false;
            line.append(c == '\u00a0' ? ' ' : c);
        }

        private void newLine(boolean spaced) {
            if (!line.toString().isBlank()) {
                newLineAlways();
            }
            if (spaced) {
                blankQuotes = blankLine ? Math.min(blankQuotes, quotes) : quotes;
                blankLine = true;
            }
        }

        private void newLineAlways() {
            String content = line.toString().stripTrailing();
            line.setLength(0);
            blank = false;
            String quote = quotes > 0 ? marks(quotes) + " " : "";
            if (blankLine && out.length() > 1 && out.charAt(out.length() - 2) != '\n') {
                out.append(marks(Math.min(quotes, blankQuotes))).append('\n');
            }
            blankLine = false;
            out.append(content.isEmpty() ? quote.stripTrailing() : quote + content)
                    .append('\n');
        }

        private static String marks(int depth) {
            return ">".repeat(Math.min(depth, 20));
        }

        private String done() {
            newLine(false);
            return out.toString().strip();
        }
    }
}
