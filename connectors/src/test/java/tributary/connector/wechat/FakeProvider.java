package tributary.connector.wechat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The vendor's server API on the loopback: gives tokens, takes messages, and fails as it is told, one request each. */
public final class FakeProvider implements AutoCloseable {

    public final List<String> sent = new ArrayList<>();
    public final List<String> paths = new ArrayList<>();
    public final AtomicInteger tokens = new AtomicInteger();
    public final Queue<Consumer<HttpServerRequest>> faults = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    public FakeProvider(Vertx vertx) throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** The next send or upload is taken, and answered so. */
    public void answers(String json) {
        faults.add(request -> request.response().end(json));
    }

    public void answers(int status, String retryAfter) {
        faults.add(request -> request.response()
                .putHeader("Retry-After", retryAfter)
                .setStatusCode(status)
                .end());
    }

    private synchronized void take(HttpServerRequest request, Buffer body) {
        paths.add(request.path());
        if (request.path().endsWith("/stable_token") || request.path().endsWith("/gettoken")) {
            request.response()
                    .end(new JsonObject()
                            .put("access_token", "T" + tokens.incrementAndGet())
                            .put("expires_in", 7200)
                            .encode());
            return;
        }
        boolean send = request.path().endsWith("/send") || request.path().endsWith("/send_msg");
        if (send) {
            sent.add(body.toString());
        }
        Consumer<HttpServerRequest> fault = faults.poll();
        if (fault != null) {
            fault.accept(request);
        } else if (request.path().endsWith("/upload")) {
            request.response().end("{\"type\":\"image\",\"media_id\":\"M-up\"}");
        } else if (request.path().endsWith("/media/get")) {
            request.response().putHeader("Content-Type", "image/png").end("picture");
        } else {
            request.response().end("{\"errcode\":0,\"errmsg\":\"ok\"}");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
