package tributary.gateway.outbound;

import java.time.Duration;

/**
 * Bounds of the dispatcher.
 *
 * @param batch messages taken at once
 * @param lease how long a taken message is ours; longer than any connector's own time-out
 * @param sweep how often to look for messages nobody told us of, and for expired leases
 * @param attempts after how many refusals "not now" becomes a failure
 */
public record OutboundConfig(Integer batch, Duration lease, Duration sweep, Integer attempts) {
    public static final OutboundConfig DEFAULT =
            new OutboundConfig(64, Duration.ofSeconds(60), Duration.ofSeconds(1), 20);

    public OutboundConfig {
        batch = batch == null ? 64 : batch;
        lease = lease == null ? Duration.ofSeconds(60) : lease;
        sweep = sweep == null ? Duration.ofSeconds(1) : sweep;
        attempts = attempts == null ? 20 : attempts;
        if (batch < 1 || attempts < 1) {
            throw new IllegalArgumentException("expected a batch and attempts of at least 1");
        }
    }
}
