package tributary.connector.email.send;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text and the same as HTML; one is made from the other where it is missing.
 *
 * @param text lines end with LF; nothing but white space at the end is cut off, because DKIM ignores it at the end of a
 *     mail only
 * @param html a document
 */
record MailBody(String text, String html) {
    private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9._@+=-]{1,200}");
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\u2028\u2029\u0085]");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");
    private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"'，。；！？、）】》]{1,2000}");

    static MailBody of(String text, Optional<String> html) {
        String words = lines(text);
        if (html.isEmpty()) {
            return new MailBody(words, document(marked(words)));
        }
        String page = lines(html.get());
        String plain = words.isEmpty() ? lines(HtmlText.of(page)) : words;
        return new MailBody(plain, page.toLowerCase(Locale.ROOT).contains("<html") ? page : document(page));
    }

    /** Whether the HTML shows the file with this content id. */
    boolean shows(Optional<String> contentId) {
        return contentId
                .filter(id -> CONTENT_ID.matcher(id).matches() && html.contains("cid:" + id))
                .isPresent();
    }

    private static String lines(String text) {
        return CONTROL.matcher(LINE_END.matcher(text).replaceAll("\n"))
                .replaceAll("")
                .stripTrailing();
    }

    private static String document(String body) {
        return "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n" + body + "\n</body>\n</html>";
    }

    private static String marked(String text) {
        StringBuilder html = new StringBuilder("<div>");
        var url = URL.matcher(text);
        int from = 0;
        while (url.find()) {
            html.append(escaped(text.substring(from, url.start())));
            String target = escapedUrl(url.group());
            html.append("<a href=\"")
                    .append(target)
                    .append("\">")
                    .append(target)
                    .append("</a>");
            from = url.end();
        }
        return html.append(escaped(text.substring(from))).append("</div>").toString();
    }

    private static String escapedUrl(String url) {
        return url.replace("&", "&amp;");
    }

    /** Spaces that HTML would swallow are kept. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\t", "&nbsp; &nbsp; ")
                .replace("  ", "&nbsp; ")
                .replace("\n ", "\n&nbsp;")
                .replace("\n", "<br>\n");
    }
}
