package tributary.gateway.platform.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.VertxConnection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Listens on the public port. Deploy one instance per event loop; all share the routes. */
public final class HttpServerVerticle extends VerticleBase {

    /** Largest frame and message on a visitor's or agent's socket. */
    public static final int MAX_FRAME = 65_536;

    private static final int DRAIN_SECONDS = 3;

    /** How long a peer may take to answer a close frame. */
    private static final int CLOSING_SECONDS = 2;

    private final HttpConfig config;
    private final HttpRoutes routes;

    private Optional<HttpServer> server = Optional.empty();

    public HttpServerVerticle(HttpConfig config, HttpRoutes routes) {
        this.config = config;
        this.routes = routes;
    }

    @Override
    public Future<?> start() {
        HttpServer created = vertx.createHttpServer(options())
                .connectionHandler(connection -> accept(connection, routes.deadlines()))
                .requestHandler(request -> handle(request, routes.deadlines()));
        server = Optional.of(created);
        return created.listen(config.port(), config.host());
    }

    /** Lets requests in flight finish for a while; sockets were told to come back later by their owners before. */
    @Override
    public Future<?> stop() {
        return server.<Future<?>>map(running -> running.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS))
                .orElseGet(Future::succeededFuture);
    }

    /** The port it listens on; useful when the configuration said 0. */
    public int port() {
        return server.map(HttpServer::actualPort).orElse(0);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setAcceptBacklog(1024)
                .setCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of("lc1", "ag1"))
                .setMaxWebSocketFrameSize(MAX_FRAME)
                .setMaxWebSocketMessageSize(MAX_FRAME)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setMaxInitialLineLength(8192)
                .setMaxHeaderSize(16_384)
                .setMaxFormAttributeSize(8192)
                .setMaxFormFields(16)
                .setHttp2ClearTextEnabled(false)
                .setTcpKeepAlive(true);
    }

    private static void accept(HttpConnection connection, Deadlines due) {
        due.awaitHead(connection);
        connection.closeHandler(closed -> due.forget(connection));
    }

    private void handle(HttpServerRequest request, Deadlines due) {
        if (HttpRoutes.isUpgrade(request)) {
            upgrade(request, due);
            return;
        }
        due.awaitExchange(request.connection());
        routes.router().handle(request);
    }

    private void upgrade(HttpServerRequest request, Deadlines due) {
        Optional<Handler<HttpServerRequest>> taker = routes.taker(request);
        if (taker.isEmpty()) {
            request.response().endHandler(answered -> due.awaitHead(request.connection()));
            Problem.notFound().answer(request.response());
            return;
        }
        due.forget(request.connection());
        explainRefusals(request.connection());
        taker.get().handle(request);
    }

    private static void explainRefusals(HttpConnection connection) {
        if (connection instanceof VertxConnection open) {
            ChannelPipeline pipeline = open.channel().pipeline();
            if (pipeline.get(RefusedFrames.class) == null && pipeline.get("handler") != null) {
                pipeline.addBefore("handler", "utf8", new Utf8FrameValidator(false));
                pipeline.addBefore("handler", "refused-frames", new RefusedFrames());
            }
        }
    }
}
