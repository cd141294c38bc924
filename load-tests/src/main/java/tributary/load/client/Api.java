package tributary.load.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;

/** The REST calls that load needs, with a bearer token. */
public final class Api {

    private static final int CONNECTIONS = 16;
    private static final int TIMEOUT_MS = 20_000;
    private static final int CREATED = 201;

    private final HttpClient http;
    private final Address address;

    /** Connects when first used. */
    public Api(Vertx vertx, Address address) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true).setSoLinger(0),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.address = address;
    }

    /** A one-time ticket for the agent socket. */
    public Future<String> ticket() {
        return post("/api/v1/ws-ticket", Buffer.buffer("{}"))
                .compose(this::created)
                .map(body -> body.getString("ticket"));
    }

    /**
     * Answers a ticket.
     *
     * @return empty when it was created, else the code of the refusal; fails only when there is no answer
     */
    public Future<String> reply(long ticket, String text) {
        return reply(ticket, text, "");
    }

    /**
     * As {@link #reply(long, String)}.
     *
     * @param key the idempotency key, so that it may be tried again; empty for none
     */
    public Future<String> reply(long ticket, String text, String key) {
        Buffer body = Buffer.buffer("{\"kind\":\"reply\",\"text\":\"" + text + "\"}");
        return post("/api/v1/tickets/" + ticket + "/messages", body, key).compose(this::refusal);
    }

    private Future<HttpClientResponse> post(String uri, Buffer body) {
        return post(uri, body, "");
    }

    private Future<HttpClientResponse> post(String uri, Buffer body, String key) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(Address.HOST)
                .setPort(address.port())
                .setURI(uri)
                .setTimeout(TIMEOUT_MS)
                .addHeader("Authorization", "Bearer " + address.token())
                .addHeader("Content-Type", "application/json");
        if (!key.isEmpty()) {
            options.addHeader("Idempotency-Key", key);
        }
        return http.request(options).compose(request -> request.send(body));
    }

    private Future<JsonObject> created(HttpClientResponse response) {
        return response.body()
                .compose(body -> response.statusCode() == CREATED
                        ? Future.succeededFuture(body.toJsonObject())
                        : Future.failedFuture("expected 201, found " + response.statusCode() + " " + body));
    }

    private Future<String> refusal(HttpClientResponse response) {
        return response.body().map(body -> response.statusCode() == CREATED ? "" : code(response.statusCode(), body));
    }

    private static String code(int status, Buffer body) {
        try {
            return body.toJsonObject().getString("code", "status-" + status);
        } catch (RuntimeException notJson) {
            return "status-" + status;
        }
    }
}
