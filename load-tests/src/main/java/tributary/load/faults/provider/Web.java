package tributary.load.faults.provider;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** What providers with a web address have in common. */
final class Web {

    private Web() {}

    /** It listens when this returns. */
    static void listen(Vertx vertx, String host, int port, Handler<HttpServerRequest> asked) {
        vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setReuseAddress(true))
                .requestHandler(asked)
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode())
                .onFailure(gone -> {});
    }
}
