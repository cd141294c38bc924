package tributary.gateway.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogInThrottleTest {

    private static final String MEI = "mei@example.com";
    private static final Optional<String> NOBODY = Optional.empty();
    private static final Optional<String> PEER = Optional.of("203.0.113.7");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final LogInThrottle throttle = new LogInThrottle(now::get);

    @Test
    void letsFiveFailThenDoublesTheWaitUpToAQuarterOfAnHour() {
        failTimes(5, MEI, NOBODY);

        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
            assertThat(throttle.attempt(MEI, NOBODY)).contains(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds));
            failTimes(1, MEI, NOBODY);
        }
    }

    @Test
    void aRefusedAttemptDoesNotMakeTheWaitLonger() {
        failTimes(5, MEI, NOBODY);

        throttle.attempt(MEI, NOBODY);
        throttle.attempt(MEI, NOBODY);

        assertThat(throttle.attempt(MEI, NOBODY)).contains(Duration.ofSeconds(1));
    }

    @Test
    void successFreesTheAddressButNotThePeer() {
        failTimes(19, MEI, PEER);

        assertThat(throttle.attempt("own@example.com", PEER)).isEmpty();
        throttle.succeeded("own@example.com", PEER);

        failTimes(1, "li@example.com", PEER);
        assertThat(throttle.attempt("own@example.com", PEER)).contains(Duration.ofSeconds(1));
    }

    @Test
    void successStartsTheCountOfAnAddressAnew() {
        failTimes(4, MEI, NOBODY);
        throttle.attempt(MEI, NOBODY);
        throttle.succeeded(MEI, NOBODY);

        failTimes(4, MEI, NOBODY);

        assertThat(throttle.attempt(MEI, NOBODY)).isEmpty();
    }

    @Test
    void countsAPeerThatTriesManyAddresses() {
        for (int i = 0; i < 20; i++) {
            failTimes(1, "agent" + i + "@example.com", PEER);
        }

        assertThat(throttle.attempt("another@example.com", PEER)).contains(Duration.ofSeconds(1));
        assertThat(throttle.attempt("another@example.com", NOBODY)).isEmpty();
    }

    @Test
    void colleaguesMayLogInTogetherWhileNobodyFailed() {
        for (int i = 0; i < 50; i++) {
            assertThat(throttle.attempt(MEI, PEER)).isEmpty();
        }
        for (int i = 0; i < 50; i++) {
            throttle.succeeded(MEI, PEER);
        }

        failTimes(4, MEI, PEER);
        assertThat(throttle.attempt(MEI, PEER)).isEmpty();
    }

    @Test
    void guessesUnderWayCountOnceThereWasAFailure() {
        failTimes(2, MEI, NOBODY);
        for (int i = 0; i < 3; i++) {
            assertThat(throttle.attempt(MEI, NOBODY)).isEmpty();
        }

        assertThat(throttle.attempt(MEI, NOBODY)).contains(Duration.ofSeconds(1));
    }

    @Test
    void anAttemptWithoutAnAnswerCountsForNobody() {
        failTimes(4, MEI, PEER);
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.attempt(MEI, PEER)).isEmpty();
            throttle.abandoned(MEI, PEER);
        }

        assertThat(throttle.attempt(MEI, PEER)).isEmpty();
    }

    @Test
    void forgetsHalfAnHourAfterTheLastAttempt() {
        failTimes(5, MEI, NOBODY);
        pass(Duration.ofMinutes(31));

        failTimes(4, MEI, NOBODY);

        assertThat(throttle.attempt(MEI, NOBODY)).isEmpty();
    }

    private void failTimes(int times, String email, Optional<String> peer) {
        for (int i = 0; i < times; i++) {
            if (throttle.attempt(email, peer).isPresent()) {
                pass(throttle.attempt(email, peer).orElseThrow());
                throttle.attempt(email, peer);
            }
            throttle.failed(email, peer);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
