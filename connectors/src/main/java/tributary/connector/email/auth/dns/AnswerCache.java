package tributary.connector.email.auth.dns;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last answers, found and not found, until their time is over. Any thread. */
final class AnswerCache {
    static final long LONGEST_SECONDS = 300;
    static final long NOTHING_SECONDS = 60;

    private final Clock clock;
    private final Map<String, Kept> answers;

    private record Kept(List<DnsAnswer> records, Instant until) {}

    AnswerCache(int entries, Clock clock) {
        this.clock = clock;
        this.answers = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                return size() > entries;
            }
        };
    }

    synchronized Optional<List<DnsAnswer>> get(String key) {
        Kept kept = answers.get(key);
        return kept == null || !clock.instant().isBefore(kept.until()) ? Optional.empty() : Optional.of(kept.records());
    }

    synchronized void put(String key, List<DnsAnswer> records) {
        long seconds = records.stream().mapToLong(DnsAnswer::ttlSeconds).min().orElse(NOTHING_SECONDS);
        Instant until = clock.instant().plusSeconds(Math.min(LONGEST_SECONDS, seconds));
        answers.put(key, new Kept(records, until));
    }
}
