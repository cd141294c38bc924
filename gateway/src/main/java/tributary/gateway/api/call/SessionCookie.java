package tributary.gateway.api.call;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie of an agent's log-in. Over https it bears the {@code __Host-} prefix (RFC 6265bis, section 4.1.3.2), which binds
 * it to this very host.
 */
public final class SessionCookie {

    private static final String NAME = "tributary_session";

    private final boolean https;
    private final Duration life;

    public SessionCookie(URI publicUrl, Duration life) {
        this.https = "https".equalsIgnoreCase(publicUrl.getScheme());
        this.life = life;
    }

    public Optional<String> read(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(name()))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
    }

    public void write(HttpServerResponse response, String secret) {
        set(response, secret, life.toSeconds());
    }

    public void clear(HttpServerResponse response) {
        set(response, "", 0);
    }

    /** By hand, because Vert.x writes the flag as {@code HTTPOnly}, which not every reader takes for the same word. */
    private void set(HttpServerResponse response, String value, long maxAgeSeconds) {
        response.headers()
                .add(
                        "Set-Cookie",
                        name() + '=' + value + "; Path=/; Max-Age=" + maxAgeSeconds + "; HttpOnly; SameSite=Lax"
                                + (https ? "; Secure" : ""));
    }

    private String name() {
        return https ? "__Host-" + NAME : NAME;
    }
}
