package tributary.gateway.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tributary.config.Rate;
import tributary.gateway.platform.redis.MemoryState;
import tributary.gateway.platform.redis.SharedState;

class LimiterTest {

    private final AtomicLong now = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Limiter limiter = new Limiter(
            new LimitsConfig(
                    List.of("127.0.0.0/8"), new Rate(2, Duration.ofMinutes(1)), Rate.OFF, null, null, null, null, null),
            meters,
            Optional.empty(),
            new Clock());

    @Test
    void givesAsManyAsTheRateSaysAndThenTheWait() {
        assertThat(limiter.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
        assertThat(limiter.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
        assertThat(limiter.take(LimitsConfig.VISITOR_MESSAGES, "a")).contains(Duration.ofSeconds(30));
        assertThat(limiter.take(LimitsConfig.VISITOR_MESSAGES, "b")).isEmpty();
        assertThat(meters.counter(Limiter.REFUSED_TOTAL, "limit", LimitsConfig.VISITOR_MESSAGES)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void refillsEvenly() {
        assertThat(limiter.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
        assertThat(limiter.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();

        now.addAndGet(Duration.ofSeconds(30).toNanos());

        assertThat(limiter.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
        assertThat(limiter.take(LimitsConfig.VISITOR_MESSAGES, "a")).isPresent();
    }

    @Test
    void aLimitThatIsOffNeverRefuses() {
        for (int i = 0; i < 1000; i++) {
            assertThat(limiter.take(LimitsConfig.HELLOS, "a")).isEmpty();
        }
    }

    @Test
    void whoCameThroughAProxyIsNotExempt() {
        assertThat(limiter.exempt("127.0.0.1", false)).isTrue();
        assertThat(limiter.exempt("127.0.0.1", true)).isFalse();
        assertThat(limiter.exempt("203.0.113.7", false)).isFalse();
    }

    @Test
    void whatAnotherNodeLetInCountsHereToo() {
        SharedState shared = new MemoryState(now::get);
        Limiter one = clustered(shared);
        Limiter other = clustered(shared);

        assertThat(one.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
        assertThat(other.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
        assertThat(other.take(LimitsConfig.VISITOR_MESSAGES, "a")).contains(Duration.ofMinutes(1));
        assertThat(other.take(LimitsConfig.VISITOR_MESSAGES, "b")).isEmpty();
    }

    @Test
    void theClusterLetsInAgainWhenThePeriodEnds() {
        SharedState shared = new MemoryState(now::get);
        Limiter one = clustered(shared);
        assertThat(one.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
        assertThat(one.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
        assertThat(one.take(LimitsConfig.VISITOR_MESSAGES, "a")).isPresent();

        now.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(one.take(LimitsConfig.VISITOR_MESSAGES, "a")).isEmpty();
    }

    private Limiter clustered(SharedState shared) {
        return new Limiter(
                new LimitsConfig(List.of(), new Rate(2, Duration.ofMinutes(1)), Rate.OFF, null, null, null, null, null),
                meters,
                Optional.of(shared),
                new Clock());
    }

    private final class Clock implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return now.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
