package tributary.connector;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** Access tokens of providers, shared by all who send for the same account. */
public interface ProviderTokens {

    /**
     * The token of an account. It is fetched once, however many ask at the same time.
     *
     * @param account names the account for all inboxes and nodes, for example {@code wechat/wx0123}
     * @param fetch asks the provider
     * @return fails as the fetch did, and then the next caller fetches again
     */
    Future<String> token(String account, Supplier<Future<Fetched>> fetch);

    /** The provider refused this token: forget it, unless another one took its place meanwhile. */
    Future<Void> refused(String account, String token);

    /** @param validFor how long to use it; the connector leaves a margin before its end */
    record Fetched(String token, Duration validFor) {
        @Override
        public String toString() {
            return "Fetched[validFor=" + validFor + "]";
        }
    }
}
