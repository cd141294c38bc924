package tributary.connector;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Tokens in memory, without an end. */
public final class FakeTokens implements ProviderTokens {
    private final Map<String, Future<Fetched>> tokens = new ConcurrentHashMap<>();

    @Override
    public Future<String> token(String account, Supplier<Future<Fetched>> fetch) {
        Future<Fetched> token = tokens.computeIfAbsent(account, name -> fetch.get());
        return token.map(Fetched::token).onFailure(failure -> tokens.remove(account, token));
    }

    @Override
    public Future<Void> refused(String account, String token) {
        tokens.computeIfPresent(
                account,
                (name, known) -> known.succeeded() && known.result().token().equals(token) ? null : known);
        return Future.succeededFuture();
    }
}
