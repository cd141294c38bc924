package tributary.connector.sms.webhook.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import tributary.config.Secret;
import tributary.connector.HookCall;

/** Providers that do not sign are known by the address they were given: {@code /hooks/{inbox}/{secret}}. */
public final class SecretPlace {

    private final Secret secret;

    public SecretPlace(Secret secret) {
        this.secret = secret;
    }

    /** Whether the request came to the secret address, or below it. */
    public boolean reached(HookCall call) {
        return MessageDigest.isEqual(
                first(call).getBytes(StandardCharsets.UTF_8), secret.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /** What follows the secret; empty if nothing does. */
    public Optional<String> below(HookCall call) {
        int end = call.place().indexOf('/');
        return end < 0 ? Optional.empty() : Optional.of(call.place().substring(end + 1));
    }

    private static String first(HookCall call) {
        int end = call.place().indexOf('/');
        return end < 0 ? call.place() : call.place().substring(0, end);
    }
}
