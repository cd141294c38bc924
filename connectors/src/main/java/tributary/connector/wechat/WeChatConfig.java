package tributary.connector.wechat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tributary.config.Secret;
import tributary.connector.wechat.push.WindowConfig;
import tributary.connector.wechat.seal.CallbackSeal;

/**
 * An inbox of type {@code wechat}.
 *
 * @param name the inbox's name
 * @param connector {@code wechat}
 * @param appId {@code wx} and 16 hex digits
 * @param appSecret for access tokens only
 * @param token for signatures; 3 to 32 letters and digits
 * @param encodingAesKey 43 letters and digits; not needed in plain mode
 * @param mode {@code plain}, {@code compatible} or {@code safe}; a plain body is signed by nobody
 * @param originalId {@code gh_…}; if given, pushes for another account are refused
 * @param apiBase where the API is; a simulator in tests
 * @param tolerance how far a push's time may be from ours
 * @param commitDeadline how long a push waits for the journal; WeChat waits 5 s in all
 * @param windows what the customer's actions allow
 */
public record WeChatConfig(
        String name,
        String connector,
        String appId,
        Secret appSecret,
        Secret token,
        Optional<Secret> encodingAesKey,
        String mode,
        Optional<String> originalId,
        URI apiBase,
        Duration tolerance,
        Duration commitDeadline,
        WindowConfig windows) {

    private static final List<String> MODES = List.of("plain", "compatible", "safe");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    public WeChatConfig {
        encodingAesKey = encodingAesKey == null ? Optional.empty() : encodingAesKey;
        mode = mode == null ? "safe" : mode;
        originalId = originalId == null ? Optional.empty() : originalId;
        apiBase = apiBase == null ? URI.create("https://api.weixin.qq.com") : apiBase;
        tolerance = tolerance == null ? Duration.ofMinutes(15) : tolerance;
        commitDeadline = commitDeadline == null ? Duration.ofSeconds(3) : commitDeadline;
        windows = windows == null ? WindowConfig.STANDARD : windows;
        required("app-id", appId != null && appId.matches("wx[0-9a-zA-Z]{10,30}"), "an id such as wx0123456789abcdef");
        required("app-secret", appSecret != null && !appSecret.isEmpty(), "the account's secret");
        required("token", token != null && token.reveal().matches("[A-Za-z0-9]{3,32}"), "3 to 32 letters and digits");
        required("mode", MODES.contains(mode), "plain, compatible or safe");
        required(
                "encoding-aes-key",
                mode.equals("plain") || encodingAesKey.isPresent(),
                "43 letters and digits, because mode is " + mode);
        required(
                "commit-deadline",
                !commitDeadline.isNegative() && !commitDeadline.isZero() && commitDeadline.compareTo(LONGEST_WAIT) <= 0,
                "at most 4s, because WeChat waits 5s");
        encodingAesKey.ifPresent(WeChatConfig::checkKey);
    }

    boolean plain() {
        return mode.equals("plain");
    }

    private static void checkKey(Secret key) {
        try {
            CallbackSeal.key(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("encoding-aes-key: " + e.getMessage(), e);
        }
    }

    private static void required(String key, boolean fine, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(key + ": expected " + expected);
        }
    }
}
