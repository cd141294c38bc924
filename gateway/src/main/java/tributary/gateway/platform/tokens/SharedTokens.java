package tributary.gateway.platform.tokens;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tributary.connector.ProviderTokens;
import tributary.gateway.platform.redis.SharedState;

/**
 * The tokens of a cluster: one node fetches, the others take what it got. Without the store each node fetches for itself,
 * which providers allow, if some of them only for a few minutes.
 */
public final class SharedTokens implements ProviderTokens {

    /** How long a node uses what another one fetched before it looks again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    /** How long one node may fetch before another one tries. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long POLL_MS = 100;

    private final Vertx vertx;
    private final SharedState shared;
    private final LongSupplier nanos;
    private final LocalTokens here;
    private final String self = UUID.randomUUID().toString();

    /** @param nanos a monotonic clock */
    public SharedTokens(Vertx vertx, SharedState shared, LongSupplier nanos) {
        this.vertx = vertx;
        this.shared = shared;
        this.nanos = nanos;
        this.here = new LocalTokens(nanos);
    }

    @Override
    public Future<String> token(String account, Supplier<Future<Fetched>> fetch) {
        return here.token(account, () -> find(account, fetch, nanos.getAsLong()));
    }

    @Override
    public Future<Void> refused(String account, String token) {
        return here.refused(account, token)
                .compose(forgotten -> shared.get(key(account)))
                .compose(known -> known.filter(token::equals).isPresent()
                        ? shared.remove(key(account))
                        : Future.succeededFuture())
                .otherwiseEmpty();
    }

    private Future<Fetched> find(String account, Supplier<Future<Fetched>> fetch, long since) {
        return shared.get(key(account)).transform(known -> {
            if (known.failed()) {
                return fetch.get();
            }
            Optional<String> token = known.result();
            return token.isPresent()
                    ? Future.succeededFuture(new Fetched(token.get(), LOOK_AGAIN))
                    : fetchOnce(account, fetch, since);
        });
    }

    private Future<Fetched> fetchOnce(String account, Supplier<Future<Fetched>> fetch, long since) {
        return shared.claim(claim(account), self, PATIENCE).transform(claimed -> {
            boolean waitedLong = nanos.getAsLong() - since > PATIENCE.toNanos();
            if (claimed.failed() || claimed.result() || waitedLong) {
                return fetch.get().compose(fetched -> tell(account, fetched), failure -> giveUp(account, failure));
            }
            return vertx.timer(POLL_MS, TimeUnit.MILLISECONDS).compose(tick -> find(account, fetch, since));
        });
    }

    private Future<Fetched> tell(String account, Fetched fetched) {
        return shared.put(key(account), fetched.token(), fetched.validFor())
                .compose(told -> shared.remove(claim(account)))
                .transform(told -> Future.succeededFuture(fetched));
    }

    private Future<Fetched> giveUp(String account, Throwable failure) {
        return shared.remove(claim(account)).transform(removed -> Future.failedFuture(failure));
    }

    private static String key(String account) {
        return "token:" + account;
    }

    private static String claim(String account) {
        return "token-claim:" + account;
    }
}
