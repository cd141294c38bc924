package tributary.connector.email.html;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Cleans the HTML of mails. Keeps text, tables, lists, pictures of the mail itself and links; drops scripts, styles of
 * the page, forms, foreign markup, frames, event handlers and whatever loads something. For any number of threads.
 */
public final class HtmlCleaner {
    /** Longest page that is read, in characters. */
    public static final int MAX_CHARS = 1_000_000;

    static final int MAX_NODES = 100_000;
    static final int MAX_DEPTH = 200;

    private static final Pattern LINK = Pattern.compile("(?i)(?:https?://|mailto:|tel:)[^\\x00-\\x20]{1,4000}");
    private static final Pattern REMOTE = Pattern.compile("(?i)https?://[^\\x00-\\x20]{1,4000}");
    private static final Pattern OWN = Pattern.compile("cid:[A-Za-z0-9._~%!$&'()*+,;=:@/-]{1,1000}");
    private static final Pattern DATA =
            Pattern.compile("data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]{1,400000}");
    private static final Pattern MEASURE = Pattern.compile("\\d{1,4}(?:\\.\\d{1,4})?(?:%|px)?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9 #,'_-]{1,100}");
    private static final PolicyFactory POLICY = policy();

    /**
     * Cleans a page.
     *
     * @param html the page or a piece of one
     * @param cid gives for a content id (decoded, without {@code cid:}) or a content location what the image is called
     *     here; the image's address becomes {@code cid:} and that
     */
    public CleanHtml clean(String html, Function<String, Optional<String>> cid) {
        Set<String> problems = new TreeSet<>();
        String bounded = html;
        if (html.length() > MAX_CHARS) {
            problems.add("too-large");
            bounded = html.substring(0, MAX_CHARS);
        }
        Parser parser = Parser.htmlParser();
        parser.setMaxDepth(MAX_DEPTH * 2);
        Document page = parser.parseInput(tags(bounded, problems), "");
        PageWalk walk = new PageWalk(cid, problems);
        Document kept = Document.createShell("");
        kept.outputSettings()
                .prettyPrint(false)
                .escapeMode(Entities.EscapeMode.xhtml)
                .charset("UTF-8");
        kept.body().replaceWith(walk.over(page.body()));
        return new CleanHtml(POLICY.sanitize(kept.body().html()), walk.remoteImages(), walk.referenced(), problems);
    }

    /** The page before it has more tags than nodes may be kept, so that it is not even parsed behind them. */
    private static String tags(String html, Set<String> problems) {
        int tags = 0;
        for (int i = 0; i < html.length(); i++) {
            if (html.charAt(i) == '<' && ++tags > MAX_NODES) {
                problems.add("too-many-nodes");
                return html.substring(0, i);
            }
        }
        return html;
    }

    /** Whether a link may stay. */
    static boolean leads(String address) {
        return LINK.matcher(address).matches();
    }

    /** Whether an address is one of another computer. */
    static boolean remote(String address) {
        return REMOTE.matcher(address).matches();
    }

    /** Whether an image is in the page itself. */
    static boolean data(String address) {
        return address.length() < 400_100
                && address.toLowerCase(Locale.ROOT).startsWith("data:image/")
                && DATA.matcher(address).matches();
    }

    private static PolicyFactory policy() {
        return new HtmlPolicyBuilder()
                .allowElements(
                        "p",
                        "div",
                        "span",
                        "br",
                        "b",
                        "strong",
                        "i",
                        "em",
                        "u",
                        "s",
                        "strike",
                        "del",
                        "ins",
                        "sub",
                        "sup",
                        "small",
                        "big",
                        "a",
                        "img",
                        "table",
                        "tr",
                        "td",
                        "th",
                        "thead",
                        "tbody",
                        "tfoot",
                        "caption",
                        "colgroup",
                        "col",
                        "ul",
                        "ol",
                        "li",
                        "dl",
                        "dt",
                        "dd",
                        "blockquote",
                        "pre",
                        "code",
                        "tt",
                        "hr",
                        "h1",
                        "h2",
                        "h3",
                        "h4",
                        "h5",
                        "h6",
                        "font",
                        "center")
                .allowWithoutAttributes("span", "font", "a", "img")
                .allowUrlProtocols("http", "https", "mailto", "tel", "cid", "data")
                .allowAttributes("href")
                .matching(LINK)
                .onElements("a")
                .allowAttributes("rel")
                .matching(true, "noopener noreferrer nofollow")
                .onElements("a")
                .allowAttributes("target")
                .matching(true, "_blank")
                .onElements("a")
                .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
                .allowAttributes("src")
                .matching(Pattern.compile(OWN.pattern() + "|" + DATA.pattern()))
                .onElements("img")
                .allowAttributes("data-remote-src")
                .matching(REMOTE)
                .onElements("img")
                .allowAttributes("data-tracker")
                .matching(true, "pixel")
                .onElements("img")
                .allowAttributes("data-missing")
                .matching(true, "image")
                .onElements("img")
                .allowAttributes("alt", "title")
                .globally()
                .allowAttributes("width", "height")
                .matching(MEASURE)
                .onElements("img", "table", "td", "th", "tr", "col", "hr")
                .allowAttributes("align", "valign", "dir", "bgcolor", "color", "face", "lang")
                .matching(WORD)
                .globally()
                .allowAttributes("size")
                .matching(Pattern.compile("[+-]?\\d{1,2}"))
                .onElements("font", "hr")
                .allowAttributes("border", "cellpadding", "cellspacing", "colspan", "rowspan", "span", "start")
                .matching(NUMBER)
                .onElements("img", "table", "td", "th", "col", "colgroup", "ol")
                .allowStyling(CssSchema.withProperties(StyleRule.PROPERTIES))
                .toFactory();
    }
}
