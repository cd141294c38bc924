package tributary.connector.livechat.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Why a request is refused.
 *
 * @param code the stable kebab-case word
 * @param message what was expected where; empty if the code says it all
 * @param retryAfter when the same request may succeed
 * @param fields form field to reason
 */
public record ErrorAnswer(String code, String message, Optional<Duration> retryAfter, Map<String, String> fields) {
    public ErrorAnswer {
        fields = Map.copyOf(fields);
    }

    public static ErrorAnswer of(String code) {
        return new ErrorAnswer(code, "", Optional.empty(), Map.of());
    }

    public static ErrorAnswer badRequest(String message) {
        return new ErrorAnswer("bad-request", message, Optional.empty(), Map.of());
    }

    public static ErrorAnswer later(String code, Duration retryAfter) {
        return new ErrorAnswer(code, "", Optional.of(retryAfter), Map.of());
    }

    public static ErrorAnswer formInvalid(Map<String, String> fields) {
        return new ErrorAnswer("form-invalid", "", Optional.empty(), fields);
    }

    ObjectNode d() {
        ObjectNode d = JsonNodeFactory.instance.objectNode().put("code", code);
        retryAfter.ifPresent(wait -> d.put("retryAfter", wholeSeconds(wait)));
        if (!message.isEmpty()) {
            d.put("msg", message);
        }
        if (!fields.isEmpty()) {
            fields.forEach(d.putObject("fields")::put);
        }
        return d;
    }

    /** Rounded up, so that nobody comes too early. */
    private static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
