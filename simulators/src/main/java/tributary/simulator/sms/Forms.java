package tributary.simulator.sms;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Forms that the node posts. */
final class Forms {

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
