package tributary.gateway.identity.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Slows down guessing: after some failures for an address, or from a peer, each further one makes the next wait twice as
 * long. Once there was a failure, attempts still under way count as failures, so that many at once gain little; without
 * one they do not, as colleagues and programs may well log in together. Counts are this node's own and are forgotten half
 * an hour after the last attempt.
 */
final class LogInThrottle {

    private static final int FREE_BY_EMAIL = 5;

    /** More than for an address: a whole office may sit behind one peer. */
    private static final int FREE_BY_PEER = 20;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration REMEMBERED = Duration.ofMinutes(30);
    private static final int MOST_SUBJECTS = 100_000;

    private final Ticker ticker;
    private final Cache<String, Attempts> byEmail;
    private final Cache<String, Attempts> byPeer;

    LogInThrottle(Ticker ticker) {
        this.ticker = ticker;
        this.byEmail = cache(ticker);
        this.byPeer = cache(ticker);
    }

    /**
     * Begins an attempt, to be ended by exactly one of the other methods unless it is refused here.
     *
     * @param peer empty for a peer that is not counted
     * @return empty if it may go on, else how long to wait; a refused attempt does not count
     */
    synchronized Optional<Duration> attempt(String email, Optional<String> peer) {
        long wait = Math.max(
                of(byEmail, email).wait(FREE_BY_EMAIL, ticker.read()),
                peer.map(found -> of(byPeer, found).wait(FREE_BY_PEER, ticker.read()))
                        .orElse(0L));
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        change(byEmail, Optional.of(email), Attempts::begun);
        change(byPeer, peer, Attempts::begun);
        return Optional.empty();
    }

    /** The password was wrong. */
    synchronized void failed(String email, Optional<String> peer) {
        change(byEmail, Optional.of(email), attempts -> attempts.failed(FREE_BY_EMAIL, ticker.read()));
        change(byPeer, peer, attempts -> attempts.failed(FREE_BY_PEER, ticker.read()));
    }

    /**
     * The password was right: the address is free again. The peer keeps its failures; otherwise somebody with one account
     * could guess the others' passwords unhindered.
     */
    synchronized void succeeded(String email, Optional<String> peer) {
        change(byEmail, Optional.of(email), Attempts::forgiven);
        change(byPeer, peer, Attempts::ended);
    }

    /** The attempt ended without an answer, and counts for nobody. */
    synchronized void abandoned(String email, Optional<String> peer) {
        change(byEmail, Optional.of(email), Attempts::ended);
        change(byPeer, peer, Attempts::ended);
    }

    private static Attempts of(Cache<String, Attempts> cache, String subject) {
        return Optional.ofNullable(cache.getIfPresent(subject)).orElse(Attempts.NONE);
    }

    private static void change(
            Cache<String, Attempts> cache, Optional<String> subject, UnaryOperator<Attempts> change) {
        subject.ifPresent(found -> cache.put(found, change.apply(of(cache, found))));
    }

    private static Cache<String, Attempts> cache(Ticker ticker) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .executor(Runnable::run)
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST_SUBJECTS)
                .build();
    }

    /** @param until end of the wait on the ticker's clock, in nanoseconds; counts only while there are failures enough */
    private record Attempts(int failures, int underWay, long until) {

        static final Attempts NONE = new Attempts(0, 0, 0);

        long wait(int free, long now) {
            if (failures >= free && until - now > 0) {
                return until - now;
            }
            boolean crowded = failures > 0 && underWay > 0 && failures + underWay >= free;
            return crowded ? FIRST_WAIT.toNanos() : 0;
        }

        Attempts begun() {
            return new Attempts(failures, underWay + 1, until);
        }

        Attempts ended() {
            return new Attempts(failures, Math.max(0, underWay - 1), until);
        }

        Attempts forgiven() {
            return new Attempts(0, Math.max(0, underWay - 1), 0);
        }

        Attempts failed(int free, long now) {
            int doublings = Math.max(0, Math.min(failures + 1 - free, 20));
            long wait = Math.min(FIRST_WAIT.toNanos() << doublings, LONGEST_WAIT.toNanos());
            return new Attempts(failures + 1, Math.max(0, underWay - 1), now + wait);
        }
    }
}
