package tributary.gateway.platform.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the node listens.
 *
 * @param host address or name to bind
 * @param port TCP port; 0 takes a free one
 * @param trustedProxies addresses or CIDR blocks whose forwarding headers are believed
 */
public record HttpConfig(String host, Integer port, List<String> trustedProxies) {

    private static final int DEFAULT_PORT = 8080;
    private static final int LAST_PORT = 65_535;

    public HttpConfig(@Nullable String host, @Nullable Integer port, @Nullable List<String> trustedProxies) {
        this.host = host == null ? "127.0.0.1" : host;
        this.port = port == null ? DEFAULT_PORT : port;
        this.trustedProxies = trustedProxies == null ? List.of() : List.copyOf(trustedProxies);
        if (this.port < 0 || this.port > LAST_PORT) {
            throw new IllegalArgumentException("port: expected 0 to " + LAST_PORT + ", found \"" + port + '"');
        }
        for (String block : this.trustedProxies) {
            if (Cidr.parse(block).isEmpty()) {
                throw new IllegalArgumentException(
                        "trusted-proxies: expected addresses or blocks such as \"10.0.0.0/8\", found \"" + block + '"');
            }
        }
    }

    /** Whether only this machine can connect. */
    public boolean loopback() {
        return Origins.isLoopback(host);
    }
}
