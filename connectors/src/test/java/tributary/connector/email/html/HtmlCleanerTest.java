package tributary.connector.email.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.connector.email.mime.MailFixtures;

class HtmlCleanerTest {
    private static final HtmlCleaner CLEANER = new HtmlCleaner();

    private static CleanHtml clean(String html) {
        return CLEANER.clean(html, id -> Optional.empty());
    }

    /** Nothing in a page that runs, loads or leads where it must not. */
    private static void assertHarmless(String html) {
        Document page = Jsoup.parseBodyFragment(html);
        for (Element element : page.body().select("*")) {
            assertThat(element.normalName())
                    .isIn(
                            "body",
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
                            "center");
            element.attributes().forEach(attribute -> {
                String name = attribute.getKey().toLowerCase(Locale.ROOT);
                String value = attribute.getValue().toLowerCase(Locale.ROOT).strip();
                assertThat(name)
                        .doesNotStartWith("on")
                        .isNotIn("srcset", "formaction", "background", "id", "class", "name", "xlink:href");
                assertThat(value).doesNotContain("javascript:", "vbscript:", "expression(", "url(");
                switch (name) {
                    case "href" -> assertThat(value).matches("(?s)(https?://|mailto:|tel:).*");
                    case "src" -> assertThat(value).matches("(?s)(cid:|data:image/(png|jpeg|gif|webp);base64,).*");
                    case "data-remote-src" -> assertThat(value).startsWith("http");
                    case "style" ->
                        assertThat(value).doesNotContain("position", "@import", "behavior", "-moz-binding", "\\");
                    default -> {}
                }
            });
        }
        assertThat(html.toLowerCase(Locale.ROOT))
                .doesNotContain("<script", "<style", "<svg", "<math", "<iframe", "<form", "<!--");
    }

    static Stream<String> attacks() {
        return Stream.of(
                "<script>alert(1)</script>",
                "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
                "<scr<script>ipt>alert(1)</scr</script>ipt>",
                "<img src=x onerror=alert(1)>",
                "<img src=\"x\"onerror=\"alert(1)\">",
                "<img/src=x/onerror=alert(1)>",
                "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
                "<body onload=alert(1)>x",
                "<div onclick=alert(1) ONMOUSEOVER='x'>x</div>",
                "<a href=javascript:alert(1)>x</a>",
                "<a href=' java\nscript:alert(1)'>x</a>",
                "<a href='&#106;avascript:alert(1)'>x</a>",
                "<a href='jav&#x09;ascript:alert(1)'>x</a>",
                "<a href='\u0001javascript:alert(1)'>x</a>",
                "<a href='vbscript:x'>x</a>",
                "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
                "<a href='//evil.example'>x</a>",
                "<a href='/relative'>x</a>",
                "<a href='#frag' name=x id=y>x</a>",
                "<a href='file:///etc/passwd'>x</a>",
                "<a href='https://ok.example' target=_top rel=opener>x</a>",
                "<a xlink:href='javascript:alert(1)'>x</a>",
                "<svg><script>alert(1)</script></svg>",
                "<svg onload=alert(1)>",
                "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
                "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
                "<svg><use href='data:image/svg+xml,x#x'></use></svg>",
                "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
                "<svg><style><img src=x onerror=alert(1)></style></svg>",
                "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
                "<math><mtext><table><mglyph><style><math><img src=x onerror=alert(1)></style></table>",
                "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
                "<math><annotation-xml encoding='text/html'><style><img src=x onerror=alert(1)></style>",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
                "<template><script>alert(1)</script></template>",
                "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
                "<xmp><img src=x onerror=alert(1)></xmp>",
                "<plaintext><img src=x onerror=alert(1)>",
                "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
                "<title><a title=\"</title><img src=x onerror=alert(1)>\"></title>",
                "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>",
                "<select><style></select><img src=x onerror=alert(1)></style>",
                "<p title='`><img src=x onerror=alert(1)>`'>x",
                "<!--><img src=x onerror=alert(1)>-->",
                "<!--!><img src=x onerror=alert(1)>",
                "<![CDATA[<img src=x onerror=alert(1)>]]>",
                "<?xml version='1.0'?><x onload=alert(1)>",
                "<!DOCTYPE x [<!ENTITY e '<img src=x onerror=alert(1)>'>]>&e;",
                "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
                "<iframe src=javascript:alert(1)></iframe>",
                "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
                "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
                "<object data=javascript:alert(1)><param name=x></object>",
                "<embed src=javascript:alert(1)>",
                "<applet code=x></applet>",
                "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
                "<base href='javascript:/'><a href='x'>x</a>",
                "<link rel=stylesheet href='//evil.example/x.css'>",
                "<style>@import '//evil.example/x.css'; *{background:url(//evil.example)}</style>",
                "<div style='background:url(//evil.example/t.gif)'>x</div>",
                "<div style='background-image:u\\72l(//evil.example)'>x</div>",
                "<div style='width:expression(alert(1))'>x</div>",
                "<div style='width:exp/**/ression(alert(1))'>x</div>",
                "<div style='-moz-binding:url(x);behavior:url(y)'>x</div>",
                "<div style='position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999'>x</div>",
                "<div style=\"font-family:'x;y:url(z)';color:red\">x</div>",
                "<div style='color:red;&#x70;osition:absolute'>x</div>",
                "<div style='list-style:url(javascript:alert(1))'>x</div>",
                "<img src='javascript:alert(1)'>",
                "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
                "<img src='data:text/html;base64,PHNjcmlwdD4='>",
                "<img srcset='//evil.example/x 1x' src=x>",
                "<img data-remote-src='javascript:alert(1)' src=x>",
                "<img lowsrc='//evil.example' dynsrc='//evil.example' src=x>",
                "<picture><source srcset='//evil.example/x'><img src=x></picture>",
                "<table background='//evil.example/x.gif'><tr><td background='javascript:alert(1)'>x</table>",
                "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
                "<audio src=x onerror=alert(1)>",
                "<details open ontoggle=alert(1)>x",
                "<marquee onstart=alert(1)>x</marquee>",
                "<input autofocus onfocus=alert(1)>",
                "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
                "<isindex action=javascript:alert(1) type=image>",
                "<keygen autofocus onfocus=alert(1)>",
                "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
                "<o:p onclick=x>x</o:p><v:shape style='behavior:url(#default#VML)'/>",
                "<html xmlns:xss><?import namespace='xss' implementation='x'><xss:xss>x</xss:xss></html>",
                "<div id=x class=y name=z><a name=x>x</a></div>",
                "<custom-element onclick=alert(1)>x</custom-element>",
                "<a href=\"https://x.example/\"onmouseover=\"alert(1)\">x</a>",
                "<a href='https://x.example/?a=\"><script>alert(1)</script>'>x</a>",
                "<font color='red;background:url(x)' face='x\" onload=\"y'>x</font>",
                "<b <script>alert(1)</script>0",
                "<<script>alert(1);//<</script>",
                "<br size=\"&{alert('XSS')}\">",
                "\u0000<scr\u0000ipt>alert(1)</scr\u0000ipt>",
                "<dialog open onclose=x>x</dialog><slot onslotchange=x>",
                "<button popovertarget=x>y</button><p popover id=x onbeforetoggle=alert(1)>z",
                "<math href='javascript:alert(1)'>x</math>",
                "<map name=m><area href='javascript:alert(1)'></map><img usemap='#m' src=x>",
                "<p>" + "<b>".repeat(300) + "<img src=x onerror=alert(1)>");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void disarms(String attack) {
        CleanHtml once = clean("<p>before</p>" + attack + "<p>after</p>");
        CleanHtml twice = clean(once.html());

        assertHarmless(once.html());
        assertHarmless(twice.html());
        assertThat(once.html()).contains("before");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>a <b>b</b> <i>c</i></p> | <p>a <b>b</b> <i>c</i></p>",
                "<table width=\"10\"><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table> | <table width=\"10\"><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>",
                "<ul><li>a</li></ul> | <ul><li>a</li></ul>",
                "<div style=\"color:red;position:fixed\">x</div> | <div style=\"color:red\">x</div>",
                "<div style=\"font-size:9999px;font-weight:bold\">x</div> | <div style=\"font-weight:bold\">x</div>",
                "<div style=\"margin-left:-900px\">x</div> | <div>x</div>",
                "<form>a<input>b</form> | ab",
                "<center>x</center> | <center>x</center>",
            })
    void keepsWhatIsHarmless(String html, String cleaned) {
        assertThat(clean(html).html()).isEqualTo(cleaned);
    }

    @Test
    void keepsChineseTextAsItIs() {
        String html = clean("<p>订单号是 <font color=\"#ff0000\">20260101</font>，请处理。</p>")
                .html();

        assertThat(Jsoup.parse(html).text()).isEqualTo("订单号是 20260101，请处理。");
        assertThat(html).contains("<font color=\"#ff0000\">");
    }

    @Test
    void letsLinksLeadOutOnly() {
        Element link = Jsoup.parse(clean("<a href='https://a.example/?x=1&amp;y=2' target=_self rel=opener>x</a>")
                        .html())
                .selectFirst("a");

        assertThat(link).isNotNull();
        assertThat(link.attr("href")).isEqualTo("https://a.example/?x=1&y=2");
        assertThat(link.attr("rel").split(" ")).containsExactlyInAnyOrder("noopener", "noreferrer", "nofollow");
        assertThat(link.attr("target")).isEqualTo("_blank");
    }

    @Test
    void makesRemoteImagesInertAndCountsThem() {
        CleanHtml page = clean(
                "<img src='https://t.example/p.gif?a=1&amp;b=2' width=90><img src='//u.example/x.png' alt=u><img src=HTTP://v.example/y>");

        assertThat(page.remoteImages()).isEqualTo(3);
        assertThat(Jsoup.parse(page.html()).select("img").eachAttr("data-remote-src"))
                .containsExactly("https://t.example/p.gif?a=1&b=2", "https://u.example/x.png", "HTTP://v.example/y");
        assertThat(Jsoup.parse(page.html()).select("img[src]")).isEmpty();
    }

    @Test
    void takesTheAddressOfTrackingPixelsAway() {
        CleanHtml page = clean("<img src='https://t.example/p.gif' width=1 height=1>"
                + "<img src='https://t.example/q.gif' style='display: none'><img src='//t.example/r.gif' style='WIDTH:0px'>"
                + "<img src='https://u.example/rule.png' width=600 style='max-width:600px'>");

        assertThat(page.html()).doesNotContain("t.example").contains("https://u.example/rule.png");
        assertThat(Jsoup.parse(page.html()).select("img[data-tracker]")).hasSize(3);
    }

    @Test
    void namesTheMailsOwnImagesAsTheyAreCalledHere() {
        CleanHtml page = CLEANER.clean(
                "<img src='cid:a%40b'><img src='CID:none'><img src='logo.png'><img src='data:image/png;base64,AAAA'>",
                key -> key.equals("a@b")
                        ? Optional.of("2.1")
                        : key.equals("logo.png") ? Optional.of("2.2") : Optional.empty());

        assertThat(Jsoup.parse(page.html()).select("img").eachAttr("src"))
                .containsExactly("cid:2.1", "cid:2.2", "data:image/png;base64,AAAA");
        assertThat(page.referenced()).containsExactly("a@b", "logo.png");
        assertThat(page.problems()).containsExactly("missing-image");
        assertThat(Jsoup.parse(page.html()).select("img[data-missing]")).hasSize(1);
    }

    @Test
    void cutsPagesThatAreTooLargeTooDeepOrTooManyNodes() {
        CleanHtml large = clean("<p>x</p>" + "a".repeat(HtmlCleaner.MAX_CHARS));
        CleanHtml deep = clean("<div>".repeat(50_000) + "x");
        CleanHtml many = clean("<br>".repeat(200_000));

        assertThat(large.problems()).contains("too-large");
        assertThat(large.html().length()).isLessThan(HtmlCleaner.MAX_CHARS + 100);
        assertThat(deep.problems()).contains("too-deep");
        assertThat(many.problems()).contains("too-many-nodes");
        assertThat(many.html()).startsWith("<br");
    }

    @Test
    void cleansTheHtmlOfEveryFixture() {
        int pages = 0;
        for (String path : MailFixtures.all()) {
            byte[] octets = MailFixtures.octets(path);
            Optional<String> html = path.endsWith(".html")
                    ? Optional.of(new String(octets, java.nio.charset.StandardCharsets.UTF_8))
                    : MailFixtures.read(octets).mail().html();
            if (html.isPresent()) {
                pages++;
                assertHarmless(clean(html.get()).html());
            }
        }
        assertThat(pages).isGreaterThan(90);
    }
}
