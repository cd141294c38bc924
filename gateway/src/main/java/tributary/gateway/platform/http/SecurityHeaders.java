package tributary.gateway.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;

/** What every answer tells a browser, unless a route says otherwise: load nothing, guess nothing, frame nothing. */
public final class SecurityHeaders implements Handler<RoutingContext> {

    private static final String YEAR = "max-age=31536000";

    private final boolean https;

    public SecurityHeaders(URI publicUrl) {
        this.https = "https".equalsIgnoreCase(publicUrl.getScheme());
    }

    @Override
    public void handle(RoutingContext ctx) {
        MultiMap headers = ctx.response().headers();
        headers.set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "same-origin")
                .set("X-Frame-Options", "DENY")
                .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (https) {
            headers.set("Strict-Transport-Security", YEAR);
        }
        ctx.next();
    }
}
