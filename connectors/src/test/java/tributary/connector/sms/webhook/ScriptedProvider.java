package tributary.connector.sms.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A provider's interface on the loopback, which answers as a test says and keeps what it was asked. */
public final class ScriptedProvider {

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private volatile BiConsumer<HttpServerRequest, Buffer> script;

    public ScriptedProvider(Vertx vertx) {
        this.vertx = vertx;
        this.script = (request, body) -> request.response().setStatusCode(500).end();
    }

    public Future<Integer> listen() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    asked.add(new Asked(request.method().name(), request.uri(), headers(request), body));
                    script.accept(request, body);
                }))
                .listen(0, "127.0.0.1")
                .map(server -> server.actualPort());
    }

    public void answers(BiConsumer<HttpServerRequest, Buffer> with) {
        script = with;
    }

    public void answers(int status, String body) {
        answers((request, asked) -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body));
    }

    public List<Asked> asked() {
        return new ArrayList<>(asked);
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(headers::put);
        return headers;
    }

    public record Asked(String method, String uri, Map<String, String> headers, Buffer body) {}
}
