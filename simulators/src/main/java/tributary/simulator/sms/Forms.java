package tributary.simulator.sms;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Forms that the node posts. */
final class Forms {

    /** What a form never is, and what would read a file if it were read as XML. */
    static final String DOCTYPE =
            "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;</r>";

    private Forms() {}

    static Map<String, String> read(byte[] body) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int end = pair.indexOf('=');
            if (end > 0) {
                fields.put(decoded(pair.substring(0, end)), decoded(pair.substring(end + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
