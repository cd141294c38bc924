package tributary.load.faults.crew;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import tributary.load.faults.town.Place;
import tributary.load.faults.town.Town;

/** The REST calls that agents of a town need. */
final class Rest {

    private static final int TIMEOUT_MS = 8_000;
    private static final int CREATED = 201;

    private final Town town;
    private final HttpClient http;

    Rest(Vertx vertx, Town town) {
        this.town = town;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(1_000), new PoolOptions().setHttp1MaxSize(64));
    }

    /** A one-time ticket for the agent socket. */
    Future<String> ticket(int node, String token) {
        return post(node, "/api/v1/ws-ticket", "Authorization", "Bearer " + token, new JsonObject(), "")
                .compose(answer -> created(answer))
                .map(body -> body.getString("ticket"));
    }

    /**
     * Makes an agent who may see some inboxes.
     *
     * @return a token that acts as them
     */
    Future<String> agent(String name, List<String> inboxes) {
        JsonObject agent = new JsonObject()
                .put("name", name)
                .put("email", name + "@desk.example")
                .put("role", "agent")
                .put("password", Town.TOKEN)
                .put("inboxes", new JsonArray(inboxes));
        JsonObject login = new JsonObject().put("email", name + "@desk.example").put("password", Town.TOKEN);
        return post(0, "/api/v1/agents", "Authorization", "Bearer " + Town.TOKEN, agent, "agent-" + name)
                .compose(Rest::created)
                .compose(made -> post(0, "/api/v1/session", "X-Tributary-Csrf", "1", login, ""))
                .compose(in -> post(0, "/api/v1/tokens", "Cookie", in.cookie(), new JsonObject().put("name", "t"), ""))
                .compose(Rest::created)
                .map(token -> token.getString("token"));
    }

    /**
     * Posts.
     *
     * @param key makes a repetition harmless; empty for none
     */
    Future<Answer> post(int node, String path, String header, String value, JsonObject body, String key) {
        Place at = town.place(node);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(at.host())
                .setPort(at.http())
                .setURI(path)
                .setTimeout(TIMEOUT_MS)
                .addHeader(header, value)
                .addHeader("Content-Type", "application/json")
                .addHeader("X-Tributary-Csrf", "1");
        if (!key.isEmpty()) {
            options.addHeader("Idempotency-Key", key);
        }
        return Future.succeededFuture()
                .compose(go -> http.request(options))
                .compose(request -> request.send(body.encode()))
                .compose(response -> response.body()
                        .map(content -> new Answer(
                                response.statusCode(), content, String.valueOf(response.getHeader("Set-Cookie")))));
    }

    private static Future<JsonObject> created(Answer answer) {
        return answer.status() == CREATED
                ? Future.succeededFuture(answer.body().toJsonObject())
                : Future.failedFuture("expected 201, found " + answer.status() + " " + answer.body());
    }

    record Answer(int status, Buffer body, String cookies) {
        String cookie() {
            return cookies.split(";", 2)[0];
        }
    }
}
