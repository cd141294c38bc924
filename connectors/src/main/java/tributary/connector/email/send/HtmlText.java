package tributary.connector.email.send;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** HTML as somebody reads it who sees text only. */
final class HtmlText implements NodeVisitor {
    private static final Set<String> SILENT = Set.of("script", "style", "title", "head");
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre");

    private final StringBuilder text = new StringBuilder();
    private int silent;

    private HtmlText() {}

    static String of(String html) {
        HtmlText reader = new HtmlText();
        Jsoup.parse(html).traverse(reader);
        return reader.text
                .toString()
                .replaceAll("[ \\t]+\n", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words && silent == 0) {
            words(words.getWholeText(), in("pre", words.parent()));
        } else if (node instanceof Element element) {
            begin(element);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            end(element);
        }
    }

    private void begin(Element element) {
        String name = element.normalName();
        if (SILENT.contains(name)) {
            silent++;
        } else if (name.equals("br")) {
            text.append('\n');
        } else if (name.equals("li")) {
            breakLine();
            text.append("- ");
        } else if (name.equals("img")) {
            text.append(element.attr("alt"));
        } else if (element.isBlock()) {
            breakLine();
        }
    }

    private void end(Element element) {
        String name = element.normalName();
        if (SILENT.contains(name)) {
            silent--;
        } else if (name.equals("a")) {
            target(element);
        } else if (name.equals("td") || name.equals("th")) {
            text.append(' ');
        } else if (element.isBlock()) {
            breakLine();
            text.append(PARAGRAPHS.contains(name) ? "\n" : "");
        }
    }

    private void target(Element link) {
        String target = link.attr("href");
        if (target.startsWith("http") && !link.text().contains(target)) {
            text.append(" (").append(target).append(')');
        }
    }

    private void words(String words, boolean preformatted) {
        String line = preformatted ? words : words.replaceAll("[ \\t\\r\\n]+", " ");
        boolean atStart =
                text.isEmpty() || text.charAt(text.length() - 1) == '\n' || text.charAt(text.length() - 1) == ' ';
        text.append(!preformatted && atStart && line.startsWith(" ") ? line.substring(1) : line);
    }

    private static boolean in(String name, @Nullable Element element) {
        return element != null && element.closest(name) != null;
    }

    private void breakLine() {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }
}
