package tributary.connector.wechat.kf;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.config.Secret;
import tributary.connector.wechat.seal.CallbackSeal;

/**
 * An inbox of type {@code wecom-kf}.
 *
 * @param name the inbox's name
 * @param connector {@code wecom-kf}
 * @param corpId {@code ww…}
 * @param secret of the customer-service application
 * @param token for signatures of callbacks
 * @param encodingAesKey 43 letters and digits
 * @param openKfId the account, {@code wk…}
 * @param apiBase where the API is; a simulator in tests
 * @param window for how long a customer's message allows answers
 * @param messages how many
 * @param poll how often to look for messages whose callback was lost
 * @param tolerance how far a callback's time may be from ours
 * @param welcome what customers read who enter the chat for the first time or after a while
 * @param endSolved whether a session ends when its ticket is solved
 */
public record KfConfig(
        String name,
        String connector,
        String corpId,
        Secret secret,
        Secret token,
        Secret encodingAesKey,
        String openKfId,
        URI apiBase,
        Duration window,
        @Nullable Integer messages,
        Duration poll,
        Duration tolerance,
        Optional<String> welcome,
        @Nullable Boolean endSolved) {

    private static final int LONGEST_WELCOME = 2048;

    public KfConfig {
        apiBase = apiBase == null ? URI.create("https://qyapi.weixin.qq.com") : apiBase;
        window = window == null ? Duration.ofDays(2) : window;
        messages = messages == null ? Integer.valueOf(5) : messages;
        poll = poll == null ? Duration.ofMinutes(5) : poll;
        tolerance = tolerance == null ? Duration.ofMinutes(15) : tolerance;
        welcome = welcome == null ? Optional.empty() : welcome;
        required("corp-id", corpId != null && corpId.matches("w[a-zA-Z0-9]{8,40}"), "an id such as ww0f1e2d3c4b5a6978");
        required("secret", secret != null && !secret.isEmpty(), "the application's secret");
        required("token", token != null && token.reveal().matches("[A-Za-z0-9]{1,32}"), "1 to 32 letters and digits");
        required("encoding-aes-key", encodingAesKey != null, "43 letters and digits");
        required("open-kf-id", openKfId != null && openKfId.matches("wk[\\w-]{4,60}"), "an account such as wkAbc");
        required("messages", messages >= 1, "at least 1");
        required(
                "welcome",
                welcome.isEmpty() || welcome.get().getBytes(StandardCharsets.UTF_8).length <= LONGEST_WELCOME,
                "at most " + LONGEST_WELCOME + " bytes");
        try {
            CallbackSeal.key(encodingAesKey);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("encoding-aes-key: " + e.getMessage(), e);
        }
    }

    int perMessage() {
        return messages == null ? 5 : messages;
    }

    boolean endsSolved() {
        return endSolved == null || endSolved;
    }

    private static void required(String key, boolean fine, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(key + ": expected " + expected);
        }
    }
}
