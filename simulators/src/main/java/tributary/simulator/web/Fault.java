package tributary.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What goes wrong at the next requests of a path.
 *
 * @param path the path it waits for
 * @param kind {@code errcode}, {@code status}, {@code close-before} (nothing is done), {@code close-after} (it is done, and
 *     nobody hears of it) or {@code slow} (it is done, and the answer comes late)
 * @param code the errcode or the HTTP status; for {@code slow} milliseconds
 * @param retryAfter seconds of a Retry-After, or 0
 * @param times how many requests
 */
public record Fault(String path, String kind, int code, int retryAfter, int times) {

    /** @throws IllegalArgumentException if it is no fault */
    public static Fault of(JsonNode json) {
        String kind = json.path("kind").asText("");
        if (!kind.matches("errcode|status|close-before|close-after|slow")) {
            throw new IllegalArgumentException(
                    "kind: expected errcode, status, close-before, close-after or slow, found \"" + kind + '"');
        }
        return new Fault(
                json.path("path").asText(""),
                kind,
                json.path("code").asInt(0),
                json.path("retryAfter").asInt(0),
                Math.max(1, json.path("times").asInt(1)));
    }

    boolean isDone() {
        return kind.equals("close-after") || kind.equals("slow");
    }

    Fault once() {
        return new Fault(path, kind, code, retryAfter, times - 1);
    }
}
