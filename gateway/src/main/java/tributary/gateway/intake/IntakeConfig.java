package tributary.gateway.intake;

import java.time.Duration;

/**
 * Bounds of intake.
 *
 * @param batch journal entries in one transaction at most
 * @param sweep how often to look for entries nobody told us of
 * @param partsWait how long the last part of a message may be behind the one before it; then the message is shown without
 *     what is missing
 */
public record IntakeConfig(Integer batch, Duration sweep, Duration partsWait) {
    public static final IntakeConfig DEFAULT = new IntakeConfig(128, Duration.ofSeconds(1), Duration.ofMinutes(10));

    public IntakeConfig {
        batch = batch == null ? 128 : batch;
        sweep = sweep == null ? Duration.ofSeconds(1) : sweep;
        partsWait = partsWait == null ? Duration.ofMinutes(10) : partsWait;
        if (batch < 1) {
            throw new IllegalArgumentException("expected a batch of at least 1, found " + batch);
        }
    }
}
