package tributary.gateway.platform.postgres;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.config.ConfigException;

/**
 * Which PostgreSQL to use: the SQL half of {@code store}.
 *
 * @param postgres {@code embedded} (the default) or {@code postgresql://user[:password]@host[:port]/database[?sslmode=…]}
 * @param poolSize connections of this node, default 16
 */
public record PostgresConfig(String postgres, int poolSize) {

    public static final String EMBEDDED = "embedded";

    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final int DEFAULT_POOL_SIZE = 16;
    private static final int LARGEST_POOL = 50;

    public PostgresConfig(@Nullable String postgres, int poolSize) {
        this.postgres = postgres == null || postgres.isBlank() ? EMBEDDED : postgres.strip();
        this.poolSize = poolSize == 0 ? DEFAULT_POOL_SIZE : poolSize;
        if (this.poolSize < 2 || this.poolSize > LARGEST_POOL) {
            throw new ConfigException("store.pool-size: expected 2 to " + LARGEST_POOL + ", found " + poolSize);
        }
        if (!embedded()) {
            check(this.postgres);
        }
    }

    public boolean embedded() {
        return postgres.equals(EMBEDDED);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresConfig[" + masked(postgres) + ", poolSize=" + poolSize + "]";
    }

    private static void check(String given) {
        try {
            URI uri = URI.create(given);
            if (uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() != null
                    && uri.getPath().length() > 1) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Says the same below, without the parser's copy of the password.
        }
        throw new ConfigException("store.postgres: expected \"embedded\" or \"postgresql://user:password@host:5432/db\""
                + " (special characters percent-encoded), found \"" + masked(given) + "\"");
    }

    private static String masked(String uri) {
        return uri.replaceFirst("(://[^/@:]*):.*@", "$1:***@").replaceAll("(?i)(password=)[^&]*", "$1***");
    }
}
