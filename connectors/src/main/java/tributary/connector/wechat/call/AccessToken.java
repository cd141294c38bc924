package tributary.connector.wechat.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tributary.connector.ProviderTokens;
import tributary.connector.ProviderTokens.Fetched;

/** The access token of one account: shared, fetched once, and how it stands. */
public final class AccessToken {

    /** Old and new token are both good for five minutes before the end. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofSeconds(30);

    private final ProviderTokens tokens;
    private final String account;
    private final Supplier<Future<JsonNode>> ask;
    private volatile String state = "none";
    private volatile boolean lost;

    /** @param ask the provider for {@code access_token} and {@code expires_in} */
    public AccessToken(ProviderTokens tokens, String account, Supplier<Future<JsonNode>> ask) {
        this.tokens = tokens;
        this.account = account;
        this.ask = ask;
    }

    /** Fails with {@link ApiException}. */
    public Future<String> get() {
        return tokens.token(account, this::fetch);
    }

    Future<Void> refused(String token) {
        return tokens.refused(account, token);
    }

    /** For people: {@code none} before the first, {@code valid}, or why there is none. */
    public String state() {
        return state;
    }

    /** Whether the provider does not know this account with these credentials. */
    public boolean lost() {
        return lost;
    }

    /** What a call with this token says of the account: an account that may not do something is lost until it may. */
    void judge(@Nullable Throwable failure) {
        if (failure == null) {
            found();
        } else if (failure instanceof ApiException api && api.outcome() == ApiException.Outcome.ACCOUNT) {
            lost(failure);
        }
    }

    private void found() {
        state = "valid";
        lost = false;
    }

    private void lost(Throwable failure) {
        state = "refused: " + failure.getMessage();
        lost = failure instanceof ApiException api && api.outcome() == ApiException.Outcome.ACCOUNT;
    }

    private Future<Fetched> fetch() {
        return ask.get()
                .map(answer -> {
                    String token = answer.path("access_token").asText("");
                    if (token.isEmpty()) {
                        throw ApiException.unknown("expected an access token, found none");
                    }
                    Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(7200));
                    Duration safe = life.minus(MARGIN);
                    return new Fetched(token, safe.compareTo(SHORTEST) < 0 ? SHORTEST : safe);
                })
                .recover(failure -> Future.failedFuture(beforeSending(failure)))
                .onSuccess(fetched -> found())
                .onFailure(this::lost);
    }

    /** Without a token nothing is sent: what is unknown about the token is no doubt about the message. */
    private static Throwable beforeSending(Throwable failure) {
        if (!(failure instanceof ApiException api)) {
            return ApiException.later("no token: " + failure.getMessage(), Duration.ofSeconds(5));
        }
        return switch (api.outcome()) {
            case UNKNOWN -> ApiException.later("no token: " + api.getMessage(), Duration.ofSeconds(5));
            case NEVER, TOKEN, ACCOUNT -> ApiException.account(api);
            case LATER -> api;
        };
    }
}
