package tributary.connector;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** Where a connector listens on the node's HTTP server. Handlers run on the event loop of the connection they serve. */
public interface WebRoutes {

    /** Ordinary routes, mounted beside everyone else's. */
    Router router();

    /**
     * WebSocket upgrades of this inbox at a path. The handler decides the handshake; it gets requests without a routing
     * context, because an idle socket should cost no more than it must.
     *
     * @param path for example {@code /chat/v1/ws}
     */
    void upgrade(String path, String inbox, Handler<HttpServerRequest> handler);

    /** The address of the peer and whether a forwarding header named it (only listed proxies are believed). */
    Peer peer(HttpServerRequest request);

    /** @param forwarded whether any forwarding header came with the request */
    record Peer(String address, boolean forwarded) {}
}
