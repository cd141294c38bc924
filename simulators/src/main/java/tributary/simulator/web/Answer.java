package tributary.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer, body whole. */
public record Answer(int status, Map<String, String> headers, Octets content) {

    public static Answer of(int status, Map<String, String> headers, byte[] body) {
        return new Answer(status, headers, new Octets(body));
    }

    byte[] body() {
        return content.bytes();
    }

    public static Answer json(JsonNode json) {
        return of(
                200,
                Map.of("Content-Type", "application/json; encoding=utf-8"),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static Answer file(String name, String type, byte[] content) {
        return of(
                200,
                Map.of("Content-Type", type, "Content-Disposition", "attachment; filename=\"" + name + '"'),
                content);
    }

    public static Answer status(int status) {
        return of(status, Map.of(), new byte[0]);
    }
}
