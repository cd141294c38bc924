package tributary.gateway.identity.setup;

import java.util.Map;
import java.util.function.Function;
import tributary.gateway.identity.session.LogIn.LoggedIn;

/** What became of a set-up link somebody tried to use. */
public sealed interface Completion {

    /** Answers by variant. */
    <T> T match(Function<Completed, T> completed, Function<Refused, T> refused, Function<Invalid, T> invalid);

    /** There is an administrator now, logged in. */
    record Completed(LoggedIn loggedIn) implements Completion {
        @Override
        public <T> T match(
                Function<Completed, T> completed, Function<Refused, T> refused, Function<Invalid, T> invalid) {
            return completed.apply(this);
        }
    }

    /** The link is unknown, used or too old, or there is an administrator already; nothing was changed. */
    record Refused() implements Completion {
        @Override
        public <T> T match(
                Function<Completed, T> completed, Function<Refused, T> refused, Function<Invalid, T> invalid) {
            return refused.apply(this);
        }
    }

    /**
     * The answers are not good; the link stays good.
     *
     * @param problems by field ({@code email}, {@code name}, {@code password}): what was expected and found
     */
    record Invalid(Map<String, String> problems) implements Completion {
        public Invalid {
            problems = Map.copyOf(problems);
        }

        @Override
        public <T> T match(
                Function<Completed, T> completed, Function<Refused, T> refused, Function<Invalid, T> invalid) {
            return invalid.apply(this);
        }
    }
}
