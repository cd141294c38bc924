package tributary.gateway.attachment.remote;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.gateway.attachment.PictureType;

/** One picture on its way here, through its redirects. Whatever goes wrong is a {@link PictureRefusedException}. */
final class PictureFetch {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient client;
    private final long most;
    private @Nullable HttpClientRequest request;
    private boolean stopped;

    PictureFetch(HttpClient client, long most) {
        this.client = client;
        this.most = most;
    }

    /** Gives up; what is under way fails. */
    synchronized void stop() {
        stopped = true;
        if (request != null) {
            request.reset();
        }
    }

    Future<Answer> get(Target target) {
        return client.request(target.options())
                .compose(made -> keep(made) ? made.send() : Future.failedFuture("late"))
                .compose(response -> answer(target, response))
                .recover(failure -> Future.failedFuture(
                        failure instanceof PictureRefusedException
                                ? failure
                                : new PictureRefusedException("connection")));
    }

    private synchronized boolean keep(HttpClientRequest made) {
        request = made;
        if (stopped) {
            made.reset();
        }
        return !stopped;
    }

    private Future<Answer> answer(Target target, HttpClientResponse response) {
        String location = response.getHeader("Location");
        if (REDIRECTS.contains(response.statusCode()) && location != null) {
            response.request().reset();
            return Future.succeededFuture()
                    .map(go -> new Answer(
                            Optional.empty(),
                            target.uri().resolve(location.strip()).toString()));
        }
        String type = String.valueOf(response.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        if (response.statusCode() != 200 || !type.startsWith("image/")) {
            response.request().reset();
            return Future.failedFuture(new PictureRefusedException("no picture"));
        }
        return body(response)
                .compose(bytes -> PictureType.of(bytes)
                        .map(proved -> Future.succeededFuture(new Answer(Optional.of(new Picture(proved, bytes)), "")))
                        .orElseGet(() -> Future.failedFuture(new PictureRefusedException("no picture"))));
    }

    private Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        response.handler(piece -> {
            if (bytes.length() + piece.length() > most) {
                whole.tryFail(new PictureRefusedException("too large"));
                response.request().reset();
            } else {
                bytes.appendBuffer(piece);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(bytes));
        return whole.future();
    }

    /**
     * Where a picture is.
     *
     * @param address what the name means, checked
     */
    record Target(URI uri, boolean https, int port, InetAddress address) {
        RequestOptions options() {
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                    .setHost(uri.getHost())
                    .setPort(port)
                    .setSsl(https)
                    .setURI(uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery())
                    .putHeader("Accept", "image/png, image/jpeg, image/gif, image/webp")
                    .putHeader("User-Agent", "Mozilla/5.0 (compatible; Tributary)");
        }
    }

    /** A picture, or where to look instead. */
    record Answer(Optional<Picture> picture, String location) {}
}
