package tributary.connector.wechat.account;

import java.time.Duration;
import tributary.config.Secret;

/**
 * How an account is called back.
 *
 * @param counter the metric that counts callbacks by {@code inbox} and {@code outcome}
 * @param mostBytes largest body
 * @param token of the signatures
 * @param tolerance how far a callback's time may be from ours
 */
public record CallbackRules(String counter, int mostBytes, Secret token, Duration tolerance) {}
