package tributary.gateway.identity.session;

import java.time.Duration;
import java.util.function.Function;
import tributary.gateway.identity.agent.Access;

/** What became of a log-in. */
public sealed interface LogIn {

    /** Answers by variant. */
    <T> T match(Function<LoggedIn, T> loggedIn, Function<Refused, T> refused, Function<Throttled, T> throttled);

    /**
     * It is them.
     *
     * @param secret what the browser must show from now on; nobody else will ever know it
     */
    record LoggedIn(Access access, String secret) implements LogIn {
        @Override
        public <T> T match(
                Function<LoggedIn, T> loggedIn, Function<Refused, T> refused, Function<Throttled, T> throttled) {
            return loggedIn.apply(this);
        }

        @Override
        public String toString() {
            return "LoggedIn[agent=" + access.agent().id() + ']';
        }
    }

    /** Unknown address, wrong password or an inactive agent: which of them is not said. */
    record Refused() implements LogIn {
        @Override
        public <T> T match(
                Function<LoggedIn, T> loggedIn, Function<Refused, T> refused, Function<Throttled, T> throttled) {
            return refused.apply(this);
        }
    }

    /** Too many failures for this address or from this peer; the password was not looked at. */
    record Throttled(Duration retryAfter) implements LogIn {
        @Override
        public <T> T match(
                Function<LoggedIn, T> loggedIn, Function<Refused, T> refused, Function<Throttled, T> throttled) {
            return throttled.apply(this);
        }
    }
}
