package tributary.connector;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Limits that let everything pass until told how much is left. */
public final class FakeLimits implements Limits {
    private final Map<String, Integer> left = new ConcurrentHashMap<>();

    public void allow(String limit, int times) {
        left.put(limit, times);
    }

    @Override
    public Optional<Duration> take(String limit, String subject) {
        Integer after = left.computeIfPresent(limit, (l, n) -> n - 1);
        return after != null && after < 0 ? Optional.of(Duration.ofSeconds(3)) : Optional.empty();
    }

    @Override
    public boolean exempt(String peer, boolean forwarded) {
        return false;
    }
}
