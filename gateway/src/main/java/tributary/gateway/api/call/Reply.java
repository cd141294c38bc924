package tributary.gateway.api.call;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a call that succeeded.
 *
 * @param body empty for 204, and for what is no JSON
 * @param file what is no JSON
 * @param headers further headers
 */
public record Reply(int status, Optional<JsonObject> body, Optional<Buffer> file, Map<String, String> headers) {

    public Reply {
        headers = Map.copyOf(headers);
    }

    public Reply(int status, Optional<JsonObject> body, Map<String, String> headers) {
        this(status, body, Optional.empty(), headers);
    }

    /** Bytes of a stranger, to be saved as a text: no browser shows or runs them. */
    public static Reply file(Buffer bytes, String name) {
        Map<String, String> headers = Map.of(
                "Content-Type", "text/plain; charset=utf-8",
                "Content-Disposition", "attachment; filename=\"" + name + '"',
                "Content-Security-Policy", "default-src 'none'; sandbox");
        return new Reply(200, Optional.empty(), Optional.of(bytes), headers);
    }

    /** See there. */
    public static Reply elsewhere(String url) {
        return new Reply(303, Optional.empty(), Map.of("Location", url));
    }

    public static Reply ok(JsonObject body) {
        return new Reply(200, Optional.of(body), Map.of());
    }

    public static Reply created(JsonObject body) {
        return new Reply(201, Optional.of(body), Map.of());
    }

    public static Reply nothing() {
        return new Reply(204, Optional.empty(), Map.of());
    }

    public Reply withHeader(String name, String value) {
        return new Reply(status, body, Map.of(name, value));
    }

    void write(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Cache-Control", "no-store");
        headers.forEach(response::putHeader);
        if (file.isPresent()) {
            response.end(file.get());
            return;
        }
        if (body.isEmpty()) {
            response.end();
            return;
        }
        response.putHeader("Content-Type", "application/json").end(body.get().toBuffer());
    }
}
