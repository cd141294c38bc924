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
import tributary.config.Rate;
import tributary.connector.Limits;
import tributary.gateway.platform.http.Cidr;

/**
 * Token buckets in memory. A bucket refills evenly over its period; one that has not been asked for a day is forgotten, and
 * so is the least asked one when there are too many, which errs on the side of letting somebody in.
 */
public final class Limiter implements Limits {

    /** Requests refused, by limit. */
    public static final String REFUSED_TOTAL = "tributary_limit_refused_total";

    private static final int MOST_BUCKETS = 100_000;

    private final Map<String, Bandwidth> bandwidths = new HashMap<>();
    private final List<Cidr> exempt;
    private final TimeMeter clock;
    private final MeterRegistry meters;
    private final Cache<String, Bucket> buckets;

    public Limiter(LimitsConfig config, MeterRegistry meters) {
        this(config, meters, TimeMeter.SYSTEM_NANOTIME);
    }

    Limiter(LimitsConfig config, MeterRegistry meters, TimeMeter clock) {
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
        Bucket bucket = buckets.get(limit + ' ' + subject, added -> bucket(bandwidth));
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return Optional.empty();
        }
        meters.counter(REFUSED_TOTAL, "limit", limit).increment();
        return Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
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
