package tributary.connector.email.html;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.LeafNode;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** One walk over a parsed page: takes out what is not wanted, makes images and links what they may be. */
final class PageWalk {
    private static final Set<String> GONE = Set.of(
            "script",
            "style",
            "head",
            "title",
            "noscript",
            "noembed",
            "noframes",
            "template",
            "object",
            "embed",
            "applet",
            "iframe",
            "frame",
            "frameset",
            "svg",
            "math",
            "audio",
            "video",
            "canvas",
            "form",
            "select",
            "option",
            "textarea",
            "button",
            "input",
            "meta",
            "base",
            "link",
            "xmp",
            "plaintext",
            "listing",
            "map");
    private static final Set<String> UNWRAPPED = Set.of("form", "button", "frameset", "map");

    private static final Pattern SPECK = Pattern.compile("\\s*0*[0-3](?:px)?\\s*");
    private static final Pattern HIDDEN = Pattern.compile(
            "(?i)(?:^|;)\\s{0,9}(?:display\\s{0,9}:\\s{0,9}none|visibility\\s{0,9}:\\s{0,9}hidden|(?:max-)?(?:width|height)\\s{0,9}:\\s{0,9}0{0,9}[0-3](?:px)?\\s{0,9}(?:;|!|$))");

    private final Function<String, Optional<String>> cid;
    private final Set<String> problems;
    private final Set<String> referenced = new TreeSet<>();
    private int remoteImages;
    private int nodes;

    PageWalk(Function<String, Optional<String>> cid, Set<String> problems) {
        this.cid = cid;
        this.problems = problems;
    }

    int remoteImages() {
        return remoteImages;
    }

    Set<String> referenced() {
        return referenced;
    }

    /** Copies what may stay, without recursion, so that no depth can overflow the stack. */
    Element over(Element body) {
        record Step(Node node, Element into, int depth) {}
        Element copy = new Element("body");
        Deque<Step> todo = new ArrayDeque<>();
        body.childNodes().forEach(child -> todo.addLast(new Step(child, copy, 1)));
        while (!todo.isEmpty()) {
            Step step = todo.pollFirst();
            if (!keep(step.node(), step.depth())) {
                continue;
            }
            if (step.node() instanceof TextNode text) {
                step.into().appendChild(new TextNode(text.getWholeText()));
                continue;
            }
            Element into = step.into();
            if (step.node() instanceof Element element && !UNWRAPPED.contains(element.normalName())) {
                into = element.shallowClone();
                step.into().appendChild(into);
                attributes(into);
            }
            for (int i = step.node().childNodeSize() - 1; i >= 0; i--) {
                todo.addFirst(new Step(step.node().childNode(i), into, step.depth() + 1));
            }
        }
        return copy;
    }

    private boolean keep(Node node, int depth) {
        if (++nodes > HtmlCleaner.MAX_NODES) {
            problems.add("too-many-nodes");
            return false;
        }
        if (depth > HtmlCleaner.MAX_DEPTH) {
            problems.add("too-deep");
            return false;
        }
        if (node instanceof Element element) {
            String name = element.normalName();
            return UNWRAPPED.contains(name) || (!GONE.contains(name) && name.indexOf(':') < 0);
        }
        return node instanceof TextNode || !(node instanceof LeafNode);
    }

    private void attributes(Element element) {
        String source = element.attr("src").strip();
        String href = element.attr("href").strip();
        boolean pixel = pixel(element, element.attr("style"));
        String style = element.hasAttr("style") ? StyleRule.clean(element.attr("style")) : "";
        List<String> unwanted = new ArrayList<>();
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("on")
                    || name.startsWith("data-")
                    || name.equals("src")
                    || name.equals("href")
                    || name.equals("style")
                    || name.equals("rel")
                    || name.equals("target")) {
                unwanted.add(attribute.getKey());
            }
        }
        unwanted.forEach(element::removeAttr);
        if (!style.isEmpty()) {
            element.attr("style", style);
        }
        if (element.normalName().equals("a") && HtmlCleaner.leads(href)) {
            element.attr("href", href)
                    .attr("rel", "noopener noreferrer nofollow")
                    .attr("target", "_blank");
        } else if (element.normalName().equals("img")) {
            image(element, source, pixel);
        }
    }

    /** Too small to be a picture, or hidden: it only tells that somebody reads. */
    private static boolean pixel(Element image, String style) {
        return SPECK.matcher(image.attr("width")).matches()
                || SPECK.matcher(image.attr("height")).matches()
                || HIDDEN.matcher(style).find();
    }

    private void image(Element image, String source, boolean pixel) {
        boolean own = source.regionMatches(true, 0, "cid:", 0, 4);
        String key = own ? decoded(source.substring(4)) : source;
        Optional<String> here = key.isEmpty() ? Optional.empty() : cid.apply(key);
        if (here.isPresent()) {
            referenced.add(key);
            image.attr("src", "cid:" + here.get());
        } else if (HtmlCleaner.data(source)) {
            image.attr("src", source);
        } else if (HtmlCleaner.remote(source.startsWith("//") ? "https:" + source : source) && pixel) {
            remoteImages++;
            image.attr("data-tracker", "pixel");
        } else if (source.startsWith("//") && HtmlCleaner.remote("https:" + source)) {
            remoteImages++;
            image.attr("data-remote-src", "https:" + source);
        } else if (HtmlCleaner.remote(source)) {
            remoteImages++;
            image.attr("data-remote-src", source);
        } else {
            problems.add("missing-image");
            image.attr("data-missing", "image");
        }
    }

    private static String decoded(String id) {
        String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
        try {
            return URLDecoder.decode(bare.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return bare;
        }
    }
}
