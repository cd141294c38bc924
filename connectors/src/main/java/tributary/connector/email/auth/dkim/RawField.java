package tributary.connector.email.auth.dkim;

import java.util.Locale;

/**
 * A header field as received.
 *
 * @param name as written
 * @param raw the whole field, one char for each byte, folds as CRLF, without its last CRLF
 */
public record RawField(String name, String raw) {
    /** What stands behind the colon, unfolded and stripped. */
    public String value() {
        return raw.substring(raw.indexOf(':') + 1).replace("\r\n", "").strip();
    }

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** RFC 6376 section 3.4.1 and 3.4.2, without the last CRLF. */
    String canonical(boolean relaxed) {
        if (!relaxed) {
            return raw;
        }
        String value = raw.substring(raw.indexOf(':') + 1).replace("\r\n", "");
        return name.toLowerCase(Locale.ROOT) + ":" + squeeze(value);
    }

    private static String squeeze(String value) {
        StringBuilder out = new StringBuilder(value.length());
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                space = true;
            } else {
                if (space && out.length() > 0) {
                    out.append(' ');
                }
                space = false;
                out.append(c);
            }
        }
        return out.toString();
    }
}
