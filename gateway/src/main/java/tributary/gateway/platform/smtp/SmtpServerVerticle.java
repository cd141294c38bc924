package tributary.gateway.platform.smtp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Listens on one port. Deploy one instance per event loop; all share the {@link Listener}. */
final class SmtpServerVerticle extends VerticleBase {

    private static final int DRAIN_SECONDS = 5;
    private static final long CLEANING_MS = 1_000;

    private final Listener listener;
    private final int port;
    private final Set<Future<Void>> connections = new HashSet<>();

    private Optional<NetServer> server = Optional.empty();

    /** @param port 0 takes a free one */
    SmtpServerVerticle(Listener listener, int port) {
        this.listener = listener;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        NetServer created = vertx.createNetServer(new NetServerOptions()
                        .setAcceptBacklog(1024)
                        .setTcpKeepAlive(true)
                        .setTcpNoDelay(true))
                .connectHandler(socket -> {
                    Future<Void> ended = new SmtpConnection(socket, listener).open();
                    connections.add(ended);
                    ended.onComplete(gone -> connections.remove(ended));
                });
        server = Optional.of(created);
        return created.listen(port, listener.config().host());
    }

    /** Every connection hears 421; mails after their dot are finished for a while, and no file is left. */
    @Override
    public Future<?> stop() {
        return server.<Future<?>>map(running ->
                        running.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS).transform(shut -> cleaned()))
                .orElseGet(Future::succeededFuture);
    }

    int port() {
        return server.map(NetServer::actualPort).orElse(0);
    }

    private Future<Void> cleaned() {
        List<Future<Void>> left = new ArrayList<>(connections);
        Promise<Void> over = Promise.promise();
        long timer = vertx.setTimer(CLEANING_MS, late -> over.tryComplete());
        Future.join(left).onComplete(all -> {
            vertx.cancelTimer(timer);
            over.tryComplete();
        });
        return over.future();
    }
}
