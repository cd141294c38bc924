package tributary.connector.sms.webhook.wire;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.connector.HookCall;
import tributary.connector.UnreadableException;

/** The parameters of a request: of its form, of its JSON object, or of its query. */
public final class Parameters {

    private static final int MOST = 512;

    private Parameters() {}

    public static boolean isJson(HookCall call) {
        String type = call.headers().get("Content-Type");
        return type != null && type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json");
    }

    /**
     * All values of each parameter of a form, in their order.
     *
     * @throws UnreadableException if it is no form
     */
    public static Map<String, List<String>> form(Buffer body) {
        try {
            return new QueryStringDecoder(
                            body.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8, false, MOST, true)
                    .parameters();
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("body: expected a form");
        }
    }

    /** The first value of each parameter. */
    public static JsonObject first(Map<String, List<String>> parameters) {
        JsonObject fields = new JsonObject();
        parameters.forEach((name, values) -> fields.put(name, values.get(0)));
        return fields;
    }

    public static Map<String, List<String>> query(MultiMap query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        query.names().forEach(name -> parameters.put(name, query.getAll(name)));
        return parameters;
    }

    /** @throws UnreadableException if the body is no JSON object */
    public static JsonObject object(Buffer body) {
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            throw new UnreadableException("body: expected a JSON object");
        }
    }

    /** @throws UnreadableException if the body is no JSON array */
    public static JsonArray array(Buffer body) {
        try {
            return body.toJsonArray();
        } catch (DecodeException | ClassCastException e) {
            throw new UnreadableException("body: expected a JSON array");
        }
    }
}
