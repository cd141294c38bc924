package tributary.simulator.web;

import java.util.Map;

/**
 * A request with its body.
 *
 * @param query decoded parameters
 * @param type the Content-Type, or empty
 */
public record Exchange(String method, String path, Map<String, String> query, String type, Octets content) {

    public byte[] body() {
        return content.bytes();
    }

    public String parameter(String name) {
        return query.getOrDefault(name, "");
    }
}
