package tributary.simulator.wecom;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A customer's session: who has it, and how much the account may still send. */
final class KfSession {

    static final int NEW = 0;
    static final int ASSISTANT = 1;
    static final int SERVICER = 3;
    static final int ENDED = 4;

    private static final int PER_TURN = 5;
    private static final Duration WINDOW = Duration.ofDays(2);

    /** From each state to which. */
    private static final Map<Integer, Set<Integer>> CHANGES = Map.of(
            NEW,
            Set.of(1, 2, 3, 4),
            ASSISTANT,
            Set.of(2, 3, 4),
            2,
            Set.of(3, 4),
            SERVICER,
            Set.of(2, 3, 4),
            ENDED,
            Set.of());

    private final Clock clock;
    private int state = ENDED;
    private int left;
    private Instant until = Instant.EPOCH;
    private Instant heardFrom = Instant.EPOCH;

    KfSession(Clock clock) {
        this.clock = clock;
    }

    int state() {
        return state;
    }

    void wrote() {
        left = PER_TURN;
        until = clock.instant().plus(WINDOW);
        state = state == ENDED ? NEW : state;
    }

    /** Takes one message of the account, or refuses it. */
    void send() {
        if (state != NEW && state != ASSISTANT) {
            throw new KfRefusal(95018);
        }
        if (until.isBefore(clock.instant())) {
            throw new KfRefusal(95002);
        }
        if (left == 0) {
            throw new KfRefusal(95001);
        }
        left--;
        heardFrom = clock.instant();
    }

    /** Whether somebody who enters may be welcomed: nothing was sent in 48 hours. */
    boolean mayBeWelcomed() {
        return heardFrom.plus(WINDOW).isBefore(clock.instant());
    }

    void welcomed() {
        heardFrom = clock.instant();
    }

    /** As the account asks for it. */
    void change(int to) {
        if (to != state && !CHANGES.getOrDefault(state, Set.of()).contains(to)) {
            throw new KfRefusal(40058);
        }
        state = to;
    }

    /** As a colleague does it in WeCom. */
    void force(int to) {
        state = to;
    }
}
