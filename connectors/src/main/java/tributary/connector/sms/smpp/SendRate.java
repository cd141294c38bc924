package tributary.connector.sms.smpp;

import java.util.OptionalLong;

/** How fast messages leave: halved when the centre throttles, then a little faster every second (as TCP does). */
final class SendRate {

    private static final long SECOND = 1_000_000_000L;
    private static final double LEAST = 1;

    private final double most;
    private double perSecond;
    private long raisedAt;
    private long nextAt;

    SendRate(int most, long now) {
        this.most = most;
        this.perSecond = most;
        this.raisedAt = now;
        this.nextAt = now;
    }

    /**
     * Takes the next place, unless it is too far away.
     *
     * @param now nanoseconds of a monotonic clock
     * @param until the last moment at which a place is of use
     * @return how many milliseconds to wait for it; empty if there is none in time
     */
    OptionalLong takeMs(long now, long until) {
        raise(now);
        long at = Math.max(now, nextAt);
        if (at > until) {
            return OptionalLong.empty();
        }
        nextAt = at + (long) (SECOND / perSecond);
        return OptionalLong.of((at - now) / 1_000_000);
    }

    void throttled(long now) {
        raise(now);
        perSecond = Math.max(LEAST, perSecond / 2);
    }

    double perSecond() {
        return perSecond;
    }

    private void raise(long now) {
        long seconds = (now - raisedAt) / SECOND;
        if (seconds > 0) {
            perSecond = Math.min(most, perSecond + seconds * Math.max(1, most / 20));
            raisedAt += seconds * SECOND;
        }
    }
}
