package tributary.gateway.platform.http;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which origin is ours: that of public-url, exactly by scheme, host and port. The names of the loopback interface count as
 * one host, so that {@code localhost} and {@code 127.0.0.1} are the same place.
 */
public final class Origins {

    private final String ours;

    public Origins(URI publicUrl) {
        this.ours = canonical(publicUrl);
    }

    /** @param origin value of the {@code Origin} header; an absent one was sent by no browser and is allowed */
    public boolean allows(@Nullable String origin) {
        return origin == null || isOurs(origin);
    }

    /** Whether this is the origin of public-url. */
    public boolean isOurs(String origin) {
        try {
            URI uri = URI.create(origin);
            boolean bare = (uri.getRawPath() == null || uri.getRawPath().isEmpty())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
            return bare && canonical(uri).equals(ours);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    /** Whether a host name or address means this machine. */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || (name.startsWith("127.") && Cidr.isAddress(name));
    }

    private static String canonical(URI uri) {
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException("origin: expected scheme and host, found \"" + uri + '"');
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + (isLoopback(host) ? "localhost" : host) + ':' + port;
    }
}
