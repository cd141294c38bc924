package tributary.connector;

import io.vertx.core.Future;

/** Takes what a provider posts to one inbox. Called on the event loop of the connection; never blocks, never throws. */
@FunctionalInterface
public interface Hook {

    /**
     * Answers one request, in the provider's own words.
     *
     * @return fails with {@link UnavailableException} to answer 503 with Retry-After, with anything else to answer 500;
     *     either way with an empty body
     */
    Future<HookAnswer> answer(HookCall call);
}
