package tributary.gateway.platform.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The state of a node on its own. Thread-safe; bounded by throwing away what was asked for least. */
public final class MemoryState implements SharedState {

    private static final int MOST_ENTRIES = 100_000;
    private static final int MOST_GROUPS = 10_000;
    private static final int MOST_STREAMS = 1_000;

    private final LongSupplier nanos;
    private final ConcurrentMap<String, Entry> entries;
    private final Cache<String, Map<String, Long>> groups =
            Caffeine.newBuilder().maximumSize(MOST_GROUPS).build();
    private final ConcurrentMap<String, Stream> streams;

    /** @param nanos a monotonic clock */
    public MemoryState(LongSupplier nanos) {
        this.nanos = nanos;
        this.entries = Caffeine.newBuilder()
                .maximumSize(MOST_ENTRIES)
                .ticker(nanos::getAsLong)
                .expireAfter(Expiry.<String, Entry>writing(
                        (key, entry) -> Duration.ofNanos(Math.max(0, entry.until() - nanos.getAsLong()))))
                .<String, Entry>build()
                .asMap();
        this.streams = Caffeine.newBuilder()
                .maximumSize(MOST_STREAMS)
                .ticker(nanos::getAsLong)
                .expireAfter(Expiry.<String, Stream>writing((name, stream) -> stream.life()))
                .<String, Stream>build()
                .asMap();
    }

    @Override
    public boolean everywhere() {
        return false;
    }

    @Override
    public Future<Count> count(String key, Duration window) {
        Entry counted = entries.merge(
                key,
                new Entry("1", until(window)),
                (before, first) -> new Entry(Long.toString(Long.parseLong(before.value()) + 1), before.until()));
        return Future.succeededFuture(new Count(
                Long.parseLong(counted.value()), Duration.ofNanos(Math.max(0, counted.until() - nanos.getAsLong()))));
    }

    @Override
    public Future<Void> put(String key, String value, Duration life) {
        entries.put(key, new Entry(value, until(life)));
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<String>> get(String key) {
        return Future.succeededFuture(Optional.ofNullable(entries.get(key)).map(Entry::value));
    }

    @Override
    public Future<Void> remove(String key) {
        entries.remove(key);
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> claim(String key, String owner, Duration life) {
        return Future.succeededFuture(entries.putIfAbsent(key, new Entry(owner, until(life))) == null);
    }

    @Override
    public Future<Void> join(String group, String member, Duration life) {
        groups.get(group, added -> new ConcurrentHashMap<>()).put(member, until(life));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> leave(String group, String member) {
        groups.asMap().getOrDefault(group, Map.of()).keySet().removeIf(member::equals);
        return Future.succeededFuture();
    }

    @Override
    public Future<Set<String>> members(String group) {
        long now = nanos.getAsLong();
        Map<String, Long> members = groups.asMap().getOrDefault(group, new ConcurrentHashMap<>());
        members.values().removeIf(until -> until - now <= 0);
        return Future.succeededFuture(members.keySet().stream().collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Future<Void> append(String stream, long place, String value, int keep, Duration life) {
        streams.compute(stream, (name, before) -> {
            ConcurrentSkipListMap<Long, String> values =
                    before == null ? new ConcurrentSkipListMap<>() : before.values();
            values.put(place, value);
            while (values.size() > keep) {
                values.pollFirstEntry();
            }
            return new Stream(values, life);
        });
        return Future.succeededFuture();
    }

    @Override
    public Future<List<String>> from(String stream, long place, int limit) {
        Stream found = streams.get(stream);
        return Future.succeededFuture(
                found == null
                        ? List.of()
                        : found.values().tailMap(place).values().stream()
                                .limit(limit)
                                .toList());
    }

    @Override
    public Future<Void> ping() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private long until(Duration life) {
        return nanos.getAsLong() + life.toNanos();
    }

    private record Entry(String value, long until) {}

    private record Stream(ConcurrentSkipListMap<Long, String> values, Duration life) {}
}
