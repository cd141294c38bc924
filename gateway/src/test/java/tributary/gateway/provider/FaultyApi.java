package tributary.gateway.provider;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The APIs of three providers on one port, each of which takes messages and fails by its plan. */
final class FaultyApi {

    /** How long an answer says to wait. */
    static final int RETRY_AFTER_SECONDS = 3;

    /** What is particular to a provider. */
    private record Wire(
            Function<Buffer, String> text, int status, Function<String, JsonObject> taken, Buffer refusal) {}

    private static final Map<String, Wire> WIRES = Map.of(
            "twilio",
            new Wire(
                    body -> form(body, "Body"),
                    201,
                    id -> new JsonObject().put("sid", id).put("status", "queued"),
                    Buffer.buffer("{\"code\":21211}")),
            "vonage",
            new Wire(
                    body -> form(body, "text"),
                    200,
                    id -> vonage("0", id),
                    vonage("6", "").toBuffer()),
            "wechat",
            new Wire(
                    body -> body.toJsonObject().getJsonObject("text").getString("content"),
                    200,
                    id -> new JsonObject().put("errcode", 0).put("errmsg", "ok"),
                    Buffer.buffer("{\"errcode\":45002,\"errmsg\":\"content size out of limit\"}")));

    private final Map<String, Plan> plans;
    private final AtomicInteger ids = new AtomicInteger();
    private final HttpServer server;

    FaultyApi(Vertx vertx, Map<String, Plan> plans) {
        this.plans = plans;
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body)));
    }

    int listen() throws Exception {
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
    }

    private void take(HttpServerRequest request, Buffer body) {
        if (request.path().contains("stable_token")) {
            request.response().end("{\"access_token\":\"T\",\"expires_in\":7200}");
            return;
        }
        String provider = provider(request.path());
        Wire wire = WIRES.get(provider);
        act(request, wire, plans.get(provider).next(wire.text().apply(body)));
    }

    private void act(HttpServerRequest request, Wire wire, Plan.Act act) {
        switch (act) {
            case TAKE ->
                request.response()
                        .setStatusCode(wire.status())
                        .end(wire.taken().apply("P" + ids.incrementAndGet()).toBuffer());
            case TAKE_AND_FAIL -> request.response().setStatusCode(502).end();
            case FAIL -> request.response().setStatusCode(500).end("{\"message\":\"sorry\"}");
            case TAKE_AND_CLOSE -> {
                request.response().setChunked(true).setStatusCode(wire.status()).write("{\"");
                request.connection().close();
            }
            case CLOSE -> request.connection().close();
            case TAKE_AND_BE_SILENT -> {}
            case LATER ->
                request.response()
                        .setStatusCode(429)
                        .putHeader("Retry-After", "" + RETRY_AFTER_SECONDS)
                        .end();
            case BUSY -> request.response().setStatusCode(503).end();
            case REFUSE ->
                request.response()
                        .setStatusCode(wire.status() == 201 ? 400 : 200)
                        .end(wire.refusal());
        }
    }

    private static String provider(String path) {
        if (path.startsWith("/2010-04-01/")) {
            return "twilio";
        }
        return path.startsWith("/sms/json") ? "vonage" : "wechat";
    }

    private static JsonObject vonage(String status, String id) {
        JsonObject part =
                new JsonObject().put("status", status).put("message-id", id).put("error-text", "no");
        return new JsonObject().put("message-count", "1").put("messages", new JsonArray(List.of(part)));
    }

    private static String form(Buffer body, String name) {
        return new QueryStringDecoder(body.toString(), false)
                .parameters()
                .get(name)
                .get(0);
    }
}
