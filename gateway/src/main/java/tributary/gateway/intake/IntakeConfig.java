package tributary.gateway.intake;

import java.time.Duration;

/**
 * Bounds of intake.
 *
 * @param batch journal entries in one transaction at most
 * @param sweep how often to look for entries nobody told us of
 */
public record IntakeConfig(Integer batch, Duration sweep) {
    public static final IntakeConfig DEFAULT = new IntakeConfig(128, Duration.ofSeconds(1));

    public IntakeConfig {
        batch = batch == null ? 128 : batch;
        sweep = sweep == null ? Duration.ofSeconds(1) : sweep;
        if (batch < 1) {
            throw new IllegalArgumentException("expected a batch of at least 1, found " + batch);
        }
    }
}
