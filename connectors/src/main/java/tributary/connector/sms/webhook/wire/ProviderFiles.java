package tributary.connector.sms.webhook.wire;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tributary.connector.MediaDownloads.Download;
import tributary.connector.MediaDownloads.GoneException;
import tributary.connector.sms.webhook.wire.ProviderHttp.Reply;

/** Files at addresses that came in a webhook: fetched from the provider's own hosts only. */
public final class ProviderFiles {

    private static final int HOPS = 3;

    private final ProviderHttp http;
    private final List<String> hosts;

    /** @param hosts names of hosts, and of domains with a dot in front, from which files are fetched */
    public ProviderFiles(ProviderHttp http, List<String> hosts) {
        this.http = http;
        this.hosts = List.copyOf(hosts);
    }

    /**
     * @param headers what logs us in; the host of a redirect does not get them
     * @return fails with {@link GoneException} if the file will never come
     */
    public Future<Download> fetch(String url, String type, Map<String, String> headers) {
        return get(url, headers, HOPS).map(bytes -> new Download(name(type), type, new OneBuffer(bytes)));
    }

    private static String name(String type) {
        String ending = type.toLowerCase(Locale.ROOT).replaceFirst("^.*/", "").replaceAll("[^a-z0-9]", "");
        return "file." + (ending.isEmpty() ? "bin" : ending);
    }

    private Future<Buffer> get(String url, Map<String, String> headers, int hops) {
        if (hops == 0 || !allowed(url)) {
            return Future.failedFuture(new GoneException("foreign-address"));
        }
        return http.exchange(HttpMethod.GET, url, headers, Buffer.buffer()).compose(reply -> body(reply, hops));
    }

    private Future<Buffer> body(Reply reply, int hops) {
        if (reply.location().isPresent()) {
            return get(reply.location().get(), Map.of(), hops - 1);
        }
        if (reply.status() == 404 || reply.status() == 410) {
            return Future.failedFuture(new GoneException("gone"));
        }
        return reply.status() == 200
                ? Future.succeededFuture(reply.body())
                : Future.failedFuture("media: the provider answered " + reply.status());
    }

    private boolean allowed(String url) {
        try {
            String host = URI.create(url).getHost();
            return host != null
                    && hosts.stream()
                            .anyMatch(one -> one.startsWith(".")
                                    ? host.endsWith(one) && url.startsWith("https:")
                                    : host.equals(one));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
