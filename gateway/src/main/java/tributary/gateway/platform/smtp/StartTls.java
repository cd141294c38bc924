package tributary.gateway.platform.smtp;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.impl.VertxConnection;
import java.util.Optional;
import tributary.gateway.platform.smtp.SmtpConfig.Tls;

/**
 * Turns a plain connection into one with TLS (RFC 3207). The handler is put into the pipeline here because {@code
 * NetSocket.upgradeToSsl} of Vert.x 5.0.10 throws on all but one of the servers that share a port.
 */
final class StartTls {

    private final SslContext context;

    private StartTls(SslContext context) {
        this.context = context;
    }

    /** Reads certificate and key; empty if none is configured, failed if they cannot be used. */
    static Future<Optional<StartTls>> load(Vertx vertx, Tls tls) {
        return tls.certificatePath().isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : vertx.executeBlocking(() -> Optional.of(read(vertx, tls)))
                        .recover(failure -> Future.failedFuture(new IllegalArgumentException(
                                "smtp.tls: expected a certificate and its key in PEM files, found " + tls.certificate()
                                        + " and " + tls.key() + ": " + failure.getMessage(),
                                failure)));
    }

    private static StartTls read(Vertx vertx, Tls tls) throws Exception {
        PemKeyCertOptions files =
                new PemKeyCertOptions().setCertPath(tls.certificate()).setKeyPath(tls.key());
        return new StartTls(SslContextBuilder.forServer(files.getKeyManagerFactory(vertx))
                .protocols("TLSv1.3", "TLSv1.2")
                .build());
    }

    /**
     * Says the last plain words and shakes hands. Nothing is read between the two, so that no plain byte passes for one that
     * came protected (CVE-2011-0411).
     */
    Future<Void> upgrade(NetSocket socket, Buffer lastWords) {
        if (!(socket instanceof VertxConnection connection)) {
            return Future.failedFuture(new IllegalStateException("starttls: expected a connection of Vert.x"));
        }
        Channel channel = connection.channel();
        channel.config().setAutoRead(false);
        SslHandler handler = context.newHandler(channel.alloc());
        return socket.write(lastWords).compose(written -> {
            Promise<Void> shaken = Promise.promise();
            channel.pipeline().addFirst("ssl", handler);
            channel.config().setAutoRead(true);
            handler.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    shaken.complete();
                } else {
                    shaken.fail(done.cause());
                }
            });
            return shaken.future();
        });
    }
}
