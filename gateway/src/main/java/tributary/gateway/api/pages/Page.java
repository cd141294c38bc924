package tributary.gateway.api.pages;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How a page's file is answered: with its type, its cache rule, its policy, and 304 for who has it already. */
record Page(Buffer content, String type, String cache, String policy) {

    static final String IMMUTABLE = "public, max-age=31536000, immutable";
    static final String REVALIDATE = "no-cache";

    void answer(RoutingContext ctx) {
        String tag = '"' + hash(content) + '"';
        HttpServerResponse response = ctx.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", cache)
                .putHeader("Content-Security-Policy", policy)
                .putHeader("ETag", tag);
        if (tag.equals(ctx.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else {
            response.end(content);
        }
    }

    private static String hash(Buffer content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
