package tributary.connector.email.mime.text;

import java.util.regex.Pattern;

/** Plain text as it is read: line ends, format=flowed (RFC 3676), text/enriched (RFC 1896), and stubs. Pure, linear. */
public final class PlainText {
    private static final int LONGEST_STUB = 300;
    private static final int LONGEST_COMMAND = 64;
    private static final Pattern STUB = Pattern.compile("(?i)(?:not? (?:support|display|capable|read)[a-z ]{0,40}html"
            + "|html[- ](?:capable|enabled|compatible|e-?mail|message|format)"
            + "|(?:view|read) this (?:e-?mail|message|newsletter) (?:in|with|online)"
            + "|不支持 ?html|支持 ?html ?的|html ?格式|無法顯示 ?html|不支援 ?html"
            + "|no (?:plain )?text version|text version (?:is )?not available)");

    private PlainText() {}

    /** Line feeds only, no NUL. */
    public static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\0", "");
    }

    /** Whether a text says nothing but that the HTML should be read. */
    public static boolean isStub(String text) {
        String bare = text.strip();
        return bare.isEmpty()
                || (bare.length() < LONGEST_STUB && STUB.matcher(bare).find());
    }

    /** RFC 3676 section 4: joins flowed lines of the same quote depth, takes the stuffed blanks away. */
    public static String unflow(String text, boolean delSp) {
        StringBuilder out = new StringBuilder(text.length());
        int openDepth = -1;
        for (String line : text.split("\n", -1)) {
            int depth = 0;
            while (depth < line.length() && line.charAt(depth) == '>') {
                depth++;
            }
            String content = line.substring(depth);
            content = content.startsWith(" ") ? content.substring(1) : content;
            boolean signature = content.equals("-- ");
            if (openDepth != depth || signature) {
                out.append(openDepth >= 0 ? "\n" : "");
                out.append(">".repeat(depth)).append(depth > 0 && !content.isEmpty() ? " " : "");
            }
            boolean flowed = content.endsWith(" ") && !signature;
            out.append(flowed && delSp ? content.substring(0, content.length() - 1) : content);
            openDepth = flowed ? depth : -1;
            out.append(flowed ? "" : "\n");
        }
        return out.length() > 0 && out.charAt(out.length() - 1) == '\n'
                ? out.substring(0, out.length() - 1)
                : out.toString();
    }

    /** The words of text/enriched without its commands. */
    public static String unrich(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = c == '<'
                    ? text.substring(i, Math.min(text.length(), i + LONGEST_COMMAND))
                            .indexOf('>')
                    : -1;
            if (c == '<' && text.startsWith("<<", i)) {
                out.append('<');
                i += 2;
            } else if (end > 0) {
                i += end + 1;
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }
}
