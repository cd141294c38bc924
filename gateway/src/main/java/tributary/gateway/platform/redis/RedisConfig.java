package tributary.gateway.platform.redis;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code store.redis}.
 *
 * @param uri {@code none} (the default), or {@code redis://[user:password@]host[:port][/db]}; {@code rediss} for TLS
 */
public record RedisConfig(String uri) {

    public static final String NONE = "none";

    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    public RedisConfig(@Nullable String uri) {
        this.uri = uri == null || uri.isBlank() ? NONE : uri.strip();
        if (!this.uri.equals(NONE) && !valid(this.uri)) {
            throw new IllegalArgumentException("redis: expected \"none\" or \"redis://user:password@host:6379/0\""
                    + " (special characters percent-encoded), found another value");
        }
    }

    public boolean none() {
        return uri.equals(NONE);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "RedisConfig[" + uri.replaceFirst("://[^/]*@", "://***@") + "]";
    }

    private static boolean valid(String text) {
        try {
            URI parsed = URI.create(text);
            return parsed.getScheme() != null && SCHEMES.contains(parsed.getScheme()) && parsed.getHost() != null;
        } catch (IllegalArgumentException e) {
            // Not repeated: it quotes the password.
            return false;
        }
    }
}
