package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A loopback HTTP server as the gateway would offer it. */
public final class FakeWeb implements WebRoutes {
    private final Map<String, Handler<HttpServerRequest>> upgrades = new ConcurrentHashMap<>();
    private final Router router;
    private final HttpServer server;

    public FakeWeb(Vertx vertx) {
        router = Router.router(vertx);
        server = vertx.createHttpServer(new HttpServerOptions()
                .setWebSocketSubProtocols(List.of("lc1", "ag1"))
                .setMaxWebSocketFrameSize(262_144));
    }

    public Future<Integer> listen() {
        return server.requestHandler(this::route).listen(0, "127.0.0.1").map(HttpServer::actualPort);
    }

    public Future<Void> close() {
        return server.close();
    }

    private void route(HttpServerRequest request) {
        Handler<HttpServerRequest> upgrade = upgrades.get(request.path() + "?" + request.getParam("inbox"));
        if (upgrade != null) {
            upgrade.handle(request);
        } else {
            router.handle(request);
        }
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public void upgrade(String path, String inbox, Handler<HttpServerRequest> handler) {
        upgrades.put(path + "?" + inbox, handler);
    }

    @Override
    public Peer peer(HttpServerRequest request) {
        return new Peer(request.remoteAddress().hostAddress(), false);
    }
}
