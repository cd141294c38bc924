package tributary.gateway.platform.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.config.Rate;
import tributary.connector.Limits;
import tributary.gateway.platform.http.Cidr;
import tributary.gateway.platform.redis.SharedState;

/**
 * Token buckets in memory. A bucket refills evenly over its period; one that has not been asked for a day is forgotten, and
 * so is the least asked one when there are too many, which errs on the side of letting somebody in.
 *
 * <p>In a cluster with Redis every node counts there too, without waiting for it: who used up the rate over all nodes is
 * refused by each until the period ends. The few that were let in meanwhile are not called back, and without Redis each node
 * counts for itself.
 */
public final class Limiter implements Limits {

    /** Requests refused, by limit. */
    public static final String REFUSED_TOTAL = "tributary_limit_refused_total";

    private static final Logger LOG = LoggerFactory.getLogger(Limiter.class);
    private static final int MOST_BUCKETS = 100_000;

    private final Map<String, Bandwidth> bandwidths = new HashMap<>();
    private final List<Cidr> exempt;
    private final TimeMeter clock;
    private final MeterRegistry meters;
    private final Cache<String, Bucket> buckets;
    private final Optional<SharedState> others;
    private final Map<String, Rate> rates;

    /** Until when the whole cluster refuses somebody, by the clock. */
    private final Cache<String, Long> spent =
            Caffeine.newBuilder().maximumSize(MOST_BUCKETS).build();

    /** @param others where all nodes count; empty if this one counts for itself */
    public Limiter(LimitsConfig config, MeterRegistry meters, Optional<SharedState> others) {
        this(config, meters, others, TimeMeter.SYSTEM_NANOTIME);
    }

    Limiter(LimitsConfig config, MeterRegistry meters, Optional<SharedState> others, TimeMeter clock) {
        this.others = others;
        this.rates = config.rates();
        this.exempt = config.exempt().stream()
                .map(block -> Cidr.parse(block).orElseThrow())
                .toList();
        this.clock = clock;
        this.meters = meters;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(Duration.ofDays(1))
                .build();
        config.rates().forEach((limit, rate) -> {
            if (!rate.isOff()) {
                bandwidths.put(limit, bandwidth(rate));
            }
        });
    }

    @Override
    public Optional<Duration> take(String limit, String subject) {
        Bandwidth bandwidth = bandwidths.get(limit);
        if (bandwidth == null) {
            return Optional.empty();
        }
        String key = limit + ' ' + subject;
        Optional<Duration> wait = spent(key).or(() -> takeHere(key, bandwidth));
        if (wait.isPresent()) {
            meters.counter(REFUSED_TOTAL, "limit", limit).increment();
        } else {
            others.ifPresent(shared -> countEverywhere(shared, limit, key));
        }
        return wait;
    }

    private Optional<Duration> takeHere(String key, Bandwidth bandwidth) {
        ConsumptionProbe probe = buckets.get(key, added -> bucket(bandwidth)).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Optional<Duration> spent(String key) {
        Long until = spent.getIfPresent(key);
        long left = until == null ? 0 : until - clock.currentTimeNanos();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /** Without the store there is nothing to learn. */
    private void countEverywhere(SharedState shared, String limit, String key) {
        Rate rate = rates.getOrDefault(limit, Rate.OFF);
        shared.count("rate:" + key, rate.period())
                .onSuccess(count -> {
                    if (count.number() >= rate.count()) {
                        spent.put(key, clock.currentTimeNanos() + count.left().toNanos());
                    }
                })
                .onFailure(away -> LOG.atTrace().log("counted on this node only"));
    }

    @Override
    public boolean exempt(String peer, boolean forwarded) {
        return !forwarded && exempt.stream().anyMatch(block -> block.contains(peer));
    }

    private Bucket bucket(Bandwidth bandwidth) {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(bandwidth)
                .build();
    }

    private static Bandwidth bandwidth(Rate rate) {
        return Bandwidth.builder()
                .capacity(rate.count())
                .refillGreedy(rate.count(), rate.period())
                .build();
    }
}
