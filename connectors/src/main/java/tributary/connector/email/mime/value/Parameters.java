package tributary.connector.email.mime.value;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A value with parameters, such as that of Content-Type: RFC 2045 section 5.1, RFC 2231, tolerantly. Of a parameter
 * that occurs twice the first counts. Pure.
 */
public final class Parameters {
    private static final int MOST = 200;
    private static final int LONGEST = 16 * 1024;

    private final String value;
    private final Map<String, String> byName = new LinkedHashMap<>();

    /**
     * A value as RFC 2231 gives it.
     *
     * @param octets each a character
     * @param charset name of it, or empty
     */
    public record Extended(String octets, String charset) {}

    private Parameters(String value) {
        this.value = value;
    }

    /** Reads a header value of which each character is an octet. */
    public static Parameters of(String whole) {
        String octets = whole.length() > LONGEST ? whole.substring(0, LONGEST) : whole;
        int end = octets.indexOf(';');
        String first =
                (end < 0 ? octets : octets.substring(0, end)).replace('\t', ' ').replaceAll(" {0,20}/ {0,20}", "/");
        int comment = first.indexOf('(');
        first = (comment > 0 ? first.substring(0, comment) : first).strip();
        int blank = first.indexOf(' ');
        if (blank > 0 && first.indexOf('=', blank) > 0 && comment < 0) {
            return of(
                    first.substring(0, blank) + ";" + first.substring(blank) + (end < 0 ? "" : octets.substring(end)));
        }
        first = (blank > 0 ? first.substring(0, blank) : first).replaceAll("[\\s\"]", "");
        Parameters result = new Parameters(first.toLowerCase(Locale.ROOT));
        int at = end;
        while (at >= 0 && at < octets.length() && result.byName.size() < MOST) {
            at = result.parameter(octets, at + 1);
        }
        return result;
    }

    /** What stands before the first parameter, lower case, without blanks. */
    public String value() {
        return value;
    }

    /** The octets of a parameter given the plain way. */
    public Optional<String> plain(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The octets of a parameter given as RFC 2231 says, in one piece or in several. */
    public Optional<Extended> extended(String name) {
        StringBuilder out = new StringBuilder();
        String charset = "";
        if (byName.containsKey(name + "*")) {
            return Optional.of(piece(byName.getOrDefault(name + "*", "")));
        }
        int i = 0;
        for (; i < MOST; i++) {
            String encoded = byName.get(name + "*" + i + "*");
            String literal = byName.get(name + "*" + i);
            if (encoded != null && i == 0) {
                Extended first = piece(encoded);
                charset = first.charset();
                out.append(first.octets());
            } else if (encoded != null) {
                out.append(percentDecoded(encoded));
            } else if (literal != null) {
                out.append(literal);
            } else {
                break;
            }
        }
        return i == 0 ? Optional.empty() : Optional.of(new Extended(out.toString(), charset));
    }

    private static Extended piece(String text) {
        int first = text.indexOf('\'');
        int second = first < 0 ? -1 : text.indexOf('\'', first + 1);
        return second < 0
                ? new Extended(percentDecoded(text), "")
                : new Extended(percentDecoded(text.substring(second + 1)), text.substring(0, first));
    }

    private static String percentDecoded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int high = text.charAt(i) == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            out.append(low >= 0 ? (char) (high << 4 | low) : text.charAt(i));
            i += low >= 0 ? 2 : 0;
        }
        return out.toString();
    }

    /** Reads one parameter; gives where the semicolon behind it is. */
    private int parameter(String text, int from) {
        int sign = from;
        while (sign < text.length() && text.charAt(sign) != '=' && text.charAt(sign) != ';') {
            sign++;
        }
        if (sign >= text.length() || text.charAt(sign) == ';') {
            return sign;
        }
        String name = text.substring(from, sign).strip().toLowerCase(Locale.ROOT);
        int at = sign + 1;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        StringBuilder content = new StringBuilder();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        int end = quoted ? quoted(text, at + 1, content) : unquoted(text, at, content);
        byName.putIfAbsent(name, content.toString());
        return end;
    }

    private static int quoted(String text, int from, StringBuilder content) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            boolean escape = text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
            at += escape ? 1 : 0;
            content.append(text.charAt(at++));
        }
        int end = text.indexOf(';', at);
        return end < 0 ? text.length() : end;
    }

    private static int unquoted(String text, int from, StringBuilder content) {
        int end = text.indexOf(';', from);
        end = end < 0 ? text.length() : end;
        content.append(text.substring(from, end).strip());
        return end;
    }
}
