package tributary.connector.email.auth.dns;

import java.time.Duration;
import java.util.List;

/**
 * Which name servers are asked, and for how long.
 *
 * @param servers addresses such as {@code 192.0.2.53} or {@code 192.0.2.53:5353}; the system's if empty
 * @param timeout time for all questions about one mail together
 * @param cacheEntries how many answers are kept, each for its time to live and five minutes at most
 */
public record DnsConfig(List<String> servers, Duration timeout, int cacheEntries) {
    /** The system's servers, one second, a thousand answers. */
    public static final DnsConfig STANDARD = new DnsConfig(List.of(), Duration.ofSeconds(1), 1000);

    public DnsConfig {
        servers = servers == null ? List.of() : List.copyOf(servers);
        timeout = timeout == null ? Duration.ofSeconds(1) : timeout;
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: expected a time above zero, found \"" + timeout + "\"");
        }
        if (cacheEntries < 1) {
            throw new IllegalArgumentException("cache-entries: expected at least 1, found " + cacheEntries);
        }
        servers.forEach(ServerAddress::parse);
    }
}
