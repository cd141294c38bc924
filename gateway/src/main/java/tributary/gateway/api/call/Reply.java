package tributary.gateway.api.call;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a call that succeeded.
 *
 * @param body empty for 204
 * @param headers further headers
 */
public record Reply(int status, Optional<JsonObject> body, Map<String, String> headers) {

    public Reply {
        headers = Map.copyOf(headers);
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
        if (body.isEmpty()) {
            response.end();
            return;
        }
        response.putHeader("Content-Type", "application/json").end(body.get().toBuffer());
    }
}
