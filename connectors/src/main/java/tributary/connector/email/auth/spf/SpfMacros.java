package tributary.connector.email.auth.spf;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Macros in a term (RFC 7208 section 7). The macro {@code p} is always {@code unknown}, as section 7.3 allows. */
record SpfMacros(IpAddress peer, String helo, String sender) {
    private static final Pattern MACRO = Pattern.compile("%(?:\\{([A-Za-z])(\\d{0,3})([rR]?)([-.+,/_=]*)}|(.?))");
    private static final int LONGEST_NAME = 253;

    /** The name a term means, cut from the left to what a name may hold. */
    String expand(String text, String domain) {
        Matcher macro = MACRO.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (macro.find()) {
            macro.appendReplacement(expanded, Matcher.quoteReplacement(value(macro, domain)));
        }
        macro.appendTail(expanded);
        String name = expanded.toString();
        while (name.length() > LONGEST_NAME && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private String value(Matcher macro, String domain) {
        if (macro.group(1) == null) {
            return switch (macro.group(5)) {
                case "%" -> "%";
                case "_" -> " ";
                case "-" -> "%20";
                default -> throw new SpfStopException(SpfResult.PERMERROR, "macro " + macro.group());
            };
        }
        String letter = macro.group(1);
        String whole = letter(letter.toLowerCase(Locale.ROOT).charAt(0), domain);
        String cut = cut(whole, macro.group(2), !macro.group(3).isEmpty(), macro.group(4));
        return Character.isUpperCase(letter.charAt(0)) ? URLEncoder.encode(cut, StandardCharsets.UTF_8) : cut;
    }

    private String letter(char letter, String domain) {
        int at = sender.lastIndexOf('@');
        return switch (letter) {
            case 's' -> sender;
            case 'l' -> sender.substring(0, at);
            case 'o' -> sender.substring(at + 1);
            case 'd' -> domain;
            case 'i' -> peer.dotted();
            case 'p' -> "unknown";
            case 'v' -> peer.six() ? "ip6" : "in-addr";
            case 'h' -> helo;
            default -> throw new SpfStopException(SpfResult.PERMERROR, "macro " + letter);
        };
    }

    private static String cut(String whole, String digits, boolean reverse, String delimiters) {
        if (digits.isEmpty() && !reverse && delimiters.isEmpty()) {
            return whole;
        }
        String any = delimiters.isEmpty() ? "[.]" : "[" + Pattern.quote(delimiters) + "]";
        List<String> parts = new ArrayList<>(List.of(whole.split(any, -1)));
        if (reverse) {
            Collections.reverse(parts);
        }
        int keep = digits.isEmpty() ? parts.size() : Integer.parseInt(digits);
        if (keep == 0) {
            throw new SpfStopException(SpfResult.PERMERROR, "macro with 0 parts");
        }
        return String.join(".", parts.subList(Math.max(0, parts.size() - keep), parts.size()));
    }
}
