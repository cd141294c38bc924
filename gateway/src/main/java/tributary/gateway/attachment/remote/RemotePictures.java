package tributary.gateway.attachment.remote;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.gateway.platform.http.Cidr;

/**
 * Fetches pictures from other machines for people who asked for them. Sends no cookie, no referrer and nothing about the
 * reader; asks only machines of the public internet, by the address that was checked (so that a name cannot change its
 * mind in between), and checks every redirect anew.
 */
public final class RemotePictures {

    static final String FETCHED = "tributary_remote_pictures_total";

    private static final int MOST_AT_ONCE = 32;
    private static final int REDIRECTS = 3;
    private static final List<Integer> PORTS = List.of(80, 443, 8080, 8443);

    private final Vertx vertx;
    private final RemotePicturesConfig config;
    private final List<Cidr> allowed;
    private final MeterRegistry meters;
    private final HttpClient client;
    private final AtomicInteger underWay = new AtomicInteger();

    public RemotePictures(Vertx vertx, RemotePicturesConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.allowed = config.networks();
        this.meters = meters;
        int millis = Math.toIntExact(config.timeout().toMillis());
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(millis)
                        .setIdleTimeout(millis)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setKeepAlive(false)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(MOST_AT_ONCE));
    }

    public boolean enabled() {
        return config.enabled();
    }

    /**
     * @return the picture, proved by its first bytes; fails with {@link PictureRefusedException}. Completes on the caller's
     *     context
     */
    public Future<Picture> fetch(String source) {
        if (!config.enabled()) {
            return refused("off");
        }
        if (underWay.incrementAndGet() > MOST_AT_ONCE) {
            underWay.decrementAndGet();
            return counted(refused("busy"));
        }
        PictureFetch fetch = new PictureFetch(client, config.max().bytes());
        long timer = vertx.setTimer(config.timeout().toMillis(), late -> fetch.stop());
        return counted(follow(fetch, source, REDIRECTS)).eventually(() -> {
            vertx.cancelTimer(timer);
            underWay.decrementAndGet();
            return Future.succeededFuture();
        });
    }

    private Future<Picture> follow(PictureFetch fetch, String source, int redirects) {
        return target(source)
                .compose(fetch::get)
                .compose(answer -> answer.picture()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> redirects == 0
                                ? refused("redirects")
                                : follow(fetch, answer.location(), redirects - 1)));
    }

    /** Where to ask: the address that was checked is the one that is connected to. */
    private Future<PictureFetch.Target> target(String source) {
        URI uri;
        try {
            uri = new URI(source);
        } catch (URISyntaxException e) {
            return refused("address");
        }
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        if ((!https && !"http".equalsIgnoreCase(uri.getScheme()))
                || uri.getHost() == null
                || uri.getUserInfo() != null) {
            return refused("address");
        }
        int port = uri.getPort() < 0 ? (https ? 443 : 80) : uri.getPort();
        return resolve(uri.getHost()).compose(addresses -> {
            boolean good = addresses.length > 0;
            for (InetAddress address : addresses) {
                good &= own(address) || (PublicAddress.is(address) && PORTS.contains(port));
            }
            return good
                    ? Future.succeededFuture(new PictureFetch.Target(uri, https, port, addresses[0]))
                    : refused("address");
        });
    }

    /** The system's resolver blocks, but knows what else the system knows, such as its hosts file. */
    private Future<InetAddress[]> resolve(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return vertx.executeBlocking(() -> InetAddress.getAllByName(bare), false)
                .recover(unknown -> refused("name"));
    }

    private boolean own(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address.getHostAddress()));
    }

    private <T> Future<T> counted(Future<T> fetched) {
        return fetched.onComplete(done -> meters.counter(
                        FETCHED,
                        "outcome",
                        done.succeeded()
                                ? "loaded"
                                : done.cause() instanceof PictureRefusedException ? "refused" : "failed")
                .increment());
    }

    private static <T> Future<T> refused(String why) {
        return Future.failedFuture(new PictureRefusedException(why));
    }

    public void close() {
        client.close();
    }
}
