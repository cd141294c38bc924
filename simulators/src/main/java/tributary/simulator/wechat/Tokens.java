package tributary.simulator.wechat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Access tokens: a stable one that is the same while it is good, renewed by force at most 20 times a day and once in 30 seconds;
 * and the older kind, where each new token ends the one before after five minutes.
 */
final class Tokens {

    private static final Duration LIFE = Duration.ofHours(2);
    private static final Duration OVERLAP = Duration.ofMinutes(5);
    private static final Duration APART = Duration.ofSeconds(30);
    private static final int FORCED_A_DAY = 20;

    private final String appId;
    private final Clock clock;
    private int number;
    private int forced;
    private Instant forcedAt = Instant.EPOCH;
    private Token stable;
    private Token before;
    private Token classic;

    Tokens(String appId, Clock clock) {
        this.appId = appId;
        this.clock = clock;
        this.stable = fresh("stable");
        this.before = stable;
        this.classic = fresh("classic");
    }

    synchronized Token stable(boolean force) {
        Instant now = clock.instant();
        boolean may = force && forced < FORCED_A_DAY && forcedAt.plus(APART).isBefore(now);
        if (may) {
            forced++;
            forcedAt = now;
            stable = fresh("stable");
            before = stable;
        } else if (stable.until.minus(OVERLAP).isBefore(now)) {
            before = stable;
            stable = fresh("stable");
        }
        return stable;
    }

    synchronized Token classic() {
        before = new Token(classic.value, clock.instant().plus(OVERLAP));
        classic = fresh("classic");
        return classic;
    }

    synchronized boolean isGood(String value) {
        Instant now = clock.instant();
        return (value.equals(stable.value) && stable.until.isAfter(now))
                || (value.equals(before.value) && before.until.isAfter(now))
                || (value.equals(classic.value) && classic.until.isAfter(now));
    }

    /** No token that was given is good any more. */
    synchronized void expire() {
        stable = fresh("stable");
        before = stable;
        classic = fresh("classic");
    }

    private Token fresh(String kind) {
        return new Token(
                kind + "-token-" + appId + '-' + ++number, clock.instant().plus(LIFE));
    }

    record Token(String value, Instant until) {}
}
