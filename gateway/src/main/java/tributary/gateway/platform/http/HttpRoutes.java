package tributary.gateway.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tributary.connector.WebRoutes;

/**
 * All that listens on the node's HTTP server. The router is shared by the server's event loops; upgrades go straight to
 * their inbox's handler.
 */
public final class HttpRoutes implements WebRoutes {

    private static final Duration HEAD_DUE = Duration.ofSeconds(30);
    private static final Duration EXCHANGE_DUE = Duration.ofMinutes(10);
    private static final int FIRST = -1000;
    private static final int LAST = 1_000_000;

    private final Router router;
    private final Peers peers;
    private final Deadlines deadlines;
    private final Map<String, Map<String, Handler<HttpServerRequest>>> upgrades = new ConcurrentHashMap<>();

    public HttpRoutes(Vertx vertx, HttpConfig config, SecurityHeaders headers) {
        this(config, headers, Router.router(vertx), new Deadlines(vertx, HEAD_DUE, EXCHANGE_DUE));
    }

    HttpRoutes(HttpConfig config, SecurityHeaders headers, Router router, Deadlines deadlines) {
        this.router = router;
        this.deadlines = deadlines;
        this.peers = new Peers(blocks(config.trustedProxies()));
        ProblemAnswers problems = new ProblemAnswers(failure -> Optional.empty());
        router.route().order(FIRST).handler(ctx -> {
            ctx.addEndHandler(answered -> deadlines.awaitHead(ctx.request().connection()));
            headers.handle(ctx);
        });
        router.route().order(LAST).handler(ctx -> Problem.notFound().answer(ctx.response()));
        router.route().order(LAST).failureHandler(problems);
        for (int status : new int[] {400, 404, 405, 413, 415}) {
            router.errorHandler(status, problems);
        }
        router.errorHandler(500, problems);
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public void upgrade(String path, String inbox, Handler<HttpServerRequest> handler) {
        upgrades.computeIfAbsent(path, added -> new ConcurrentHashMap<>()).put(inbox, handler);
    }

    /** Upgrades at a path that no inbox has a part in. */
    public void upgrade(String path, Handler<HttpServerRequest> handler) {
        upgrade(path, "", handler);
    }

    @Override
    public Peer peer(HttpServerRequest request) {
        return peers.of(request.remoteAddress().hostAddress(), request.headers());
    }

    Deadlines deadlines() {
        return deadlines;
    }

    static boolean isUpgrade(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
    }

    /** Who takes this upgrade; empty if nobody listens at the path, or not for that inbox. */
    Optional<Handler<HttpServerRequest>> taker(HttpServerRequest request) {
        Map<String, Handler<HttpServerRequest>> at = upgrades.get(request.path());
        if (at == null) {
            return Optional.empty();
        }
        String inbox = request.getParam("inbox");
        Handler<HttpServerRequest> everyInbox = at.get("");
        return Optional.ofNullable(everyInbox != null ? everyInbox : at.get(inbox == null ? "" : inbox));
    }

    private static List<Cidr> blocks(List<String> texts) {
        return texts.stream().map(text -> Cidr.parse(text).orElseThrow()).toList();
    }
}
