package tributary.connector.email.hook;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** The login in the address that a provider posts to (RFC 7617). */
final class BasicLogin {

    private final WebhookConfig config;

    BasicLogin(WebhookConfig config) {
        this.config = config;
    }

    /** True also if none is configured. */
    boolean holds(MultiMap headers) {
        if (config.user().isEmpty() || config.password().isEmpty()) {
            return true;
        }
        String login = config.user().get() + ':' + config.password().get().reveal();
        String wanted = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        String given = headers.get("Authorization");
        return given != null
                && MessageDigest.isEqual(
                        given.strip().getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }
}
