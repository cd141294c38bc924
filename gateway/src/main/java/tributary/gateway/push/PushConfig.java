package tributary.gateway.push;

import java.time.Duration;
import tributary.config.DataSize;

/**
 * Bounds of the agents' live connection.
 *
 * @param heartbeat time between two pings; a socket silent for three is closed
 * @param authTimeout time within which a socket must log in
 * @param topics subscriptions of one socket at most
 */
public record PushConfig(Duration heartbeat, Duration authTimeout, Integer topics, SlowConsumer slowConsumer) {

    public static final PushConfig DEFAULT =
            new PushConfig(Duration.ofSeconds(25), Duration.ofSeconds(10), 50, SlowConsumer.DEFAULT);

    public PushConfig {
        heartbeat = heartbeat == null ? Duration.ofSeconds(25) : heartbeat;
        authTimeout = authTimeout == null ? Duration.ofSeconds(10) : authTimeout;
        topics = topics == null ? 50 : topics;
        slowConsumer = slowConsumer == null ? SlowConsumer.DEFAULT : slowConsumer;
        if (heartbeat.toMillis() < 100 || topics < 1) {
            throw new IllegalArgumentException("expected a heartbeat of at least 100ms and at least one topic");
        }
    }

    /**
     * When a socket that reads too slowly is cut; it resumes from the log.
     *
     * @param soft unread bytes from which on ephemeral frames are dropped
     * @param hard unread bytes at which the socket is closed
     * @param wait_ time a socket may stay above soft
     */
    public record SlowConsumer(DataSize soft, DataSize hard, Duration wait_) {
        static final SlowConsumer DEFAULT =
                new SlowConsumer(DataSize.ofKibibytes(256), DataSize.ofMebibytes(1), Duration.ofSeconds(10));

        public SlowConsumer {
            soft = soft == null ? DataSize.ofKibibytes(256) : soft;
            hard = hard == null ? DataSize.ofMebibytes(1) : hard;
            wait_ = wait_ == null ? Duration.ofSeconds(10) : wait_;
            if (hard.compareTo(soft) < 0) {
                throw new IllegalArgumentException("hard: expected at least " + soft + ", found " + hard);
            }
        }
    }
}
