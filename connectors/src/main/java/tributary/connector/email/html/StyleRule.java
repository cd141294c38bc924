package tributary.connector.email.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which declarations of a style attribute may stay, before the sanitiser reads them once more. Pure, linear. */
final class StyleRule {
    /** Properties that change a text and its box, but not where on the page it stands. */
    static final Set<String> PROPERTIES = Set.of(
            "color",
            "background-color",
            "font-family",
            "font-size",
            "font-style",
            "font-weight",
            "font-variant",
            "line-height",
            "letter-spacing",
            "text-align",
            "text-decoration",
            "text-indent",
            "text-transform",
            "vertical-align",
            "white-space",
            "direction",
            "width",
            "height",
            "max-width",
            "padding",
            "padding-top",
            "padding-right",
            "padding-bottom",
            "padding-left",
            "margin",
            "margin-top",
            "margin-right",
            "margin-bottom",
            "margin-left",
            "border",
            "border-top",
            "border-right",
            "border-bottom",
            "border-left",
            "border-color",
            "border-style",
            "border-width",
            "border-collapse",
            "border-spacing",
            "border-radius",
            "list-style-type",
            "table-layout");

    private static final int LONGEST = 4096;
    private static final int MOST = 60;
    private static final int LARGEST_PIXELS = 2000;
    private static final int LARGEST_RELATIVE = 20;
    private static final Pattern SAFE = Pattern.compile("[a-z0-9#%.,()'\"\\s+\\u0080-\\uffff-]{1,300}");
    private static final Pattern FUNCTION = Pattern.compile("([a-z-]{0,40})\\(");
    private static final Pattern SIZE = Pattern.compile("(-?)(\\d{1,10})(?:\\.\\d{0,10})?([a-z%]{0,4})");

    private StyleRule() {}

    static String clean(String style) {
        if (style.length() > LONGEST || style.indexOf('\\') >= 0 || style.contains("/*")) {
            return "";
        }
        List<String> kept = new ArrayList<>();
        for (String declaration : style.split(";", MOST)) {
            int colon = declaration.indexOf(':');
            String name =
                    colon < 0 ? "" : declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : declaration.substring(colon + 1).strip();
            value = value.replaceFirst("(?i)\\s*!\\s*important$", "");
            if (PROPERTIES.contains(name) && harmless(value.toLowerCase(Locale.ROOT))) {
                kept.add(name + ":" + value);
            }
        }
        return String.join(";", kept);
    }

    private static boolean harmless(String value) {
        if (!SAFE.matcher(value).matches()) {
            return false;
        }
        Matcher function = FUNCTION.matcher(value);
        while (function.find()) {
            if (!function.group(1).equals("rgb") && !function.group(1).equals("rgba")) {
                return false;
            }
        }
        Matcher size = SIZE.matcher(value);
        while (size.find()) {
            if (!sane(size)) {
                return false;
            }
        }
        return true;
    }

    /** No size that covers the page, none that moves a box out of its place. */
    private static boolean sane(Matcher size) {
        String unit = size.group(3);
        boolean relative = unit.equals("em") || unit.equals("rem") || unit.startsWith("v") || unit.equals("in");
        long number = Long.parseLong(size.group(2));
        boolean negative = !size.group(1).isEmpty() && number > LARGEST_RELATIVE;
        return !negative && number <= (relative ? LARGEST_RELATIVE : LARGEST_PIXELS);
    }
}
