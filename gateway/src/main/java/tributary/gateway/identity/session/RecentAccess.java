package tributary.gateway.identity.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tributary.gateway.identity.agent.Access;

/**
 * Spares the database the same question many times a second. An answer is believed for two seconds, so that a right lost
 * on any node is lost on all within the five that are promised. Only secrets that were good are remembered.
 */
final class RecentAccess {

    private static final Duration BELIEVED = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final Cache<Buffer, Access> cache;

    RecentAccess(Ticker ticker) {
        this.cache = Caffeine.newBuilder()
                .ticker(ticker)
                .executor(Runnable::run)
                .expireAfterWrite(BELIEVED)
                .maximumSize(MOST)
                .build();
    }

    Future<Optional<Access>> get(Buffer hash, Function<Buffer, Future<Optional<Access>>> read) {
        Access known = cache.getIfPresent(hash);
        if (known != null) {
            return Future.succeededFuture(Optional.of(known));
        }
        return read.apply(hash).onSuccess(found -> found.ifPresent(access -> cache.put(hash, access)));
    }

    void forgetAllOf(UUID agent) {
        cache.asMap().values().removeIf(access -> access.agent().id().equals(agent));
    }
}
