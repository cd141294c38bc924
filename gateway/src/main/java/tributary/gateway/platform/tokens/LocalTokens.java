package tributary.gateway.platform.tokens;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tributary.connector.ProviderTokens;

/** The tokens of a single node, in memory. */
public final class LocalTokens implements ProviderTokens {

    private final LongSupplier nanos;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** @param nanos a monotonic clock */
    public LocalTokens(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public Future<String> token(String account, Supplier<Future<Fetched>> fetch) {
        Entry entry =
                entries.compute(account, (name, known) -> known == null || known.over(now()) ? new Entry() : known);
        if (entry.begun.compareAndSet(false, true)) {
            fetch(account, entry, fetch);
        }
        return entry.fetched.future().map(Fetched::token);
    }

    @Override
    public Future<Void> refused(String account, String token) {
        entries.computeIfPresent(account, (name, entry) -> entry.has(token) ? null : entry);
        return Future.succeededFuture();
    }

    private void fetch(String account, Entry entry, Supplier<Future<Fetched>> fetch) {
        Future.succeededFuture()
                .compose(go -> fetch.get())
                .onSuccess(fetched -> {
                    entry.until = now() + fetched.validFor().toNanos();
                    entry.value = fetched.token();
                    entry.fetched.complete(fetched);
                })
                .onFailure(failure -> {
                    entries.remove(account, entry);
                    entry.fetched.fail(failure);
                });
    }

    private long now() {
        return nanos.getAsLong();
    }

    /** One fetch and what it gave. */
    private static final class Entry {
        private final AtomicBoolean begun = new AtomicBoolean();
        private final Promise<Fetched> fetched = Promise.promise();
        private volatile long until;
        private volatile @Nullable String value;

        boolean over(long now) {
            return value != null && now - until >= 0;
        }

        boolean has(String token) {
            return token.equals(value);
        }
    }
}
