package tributary.connector.livechat;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets visitors in at a pace, on one event loop. When a node dies thousands of sockets come to another one in the same
 * second, and what is done for each (handshake, session, welcome) would stand before the messages of all who are there. Who
 * has to wait stands in line before the handshake, first come, first served, for whichever inbox. Used on its own loop only.
 */
final class Turnstile {
    /** With {@link #TURN_MS}: 800 visitors a second, which take about a quarter of a loop. */
    static final int EACH_TURN = 4;

    static final long TURN_MS = 5;

    /** Ten seconds of waiting; who comes then is better told to come later. */
    static final int LONGEST_LINE = 8_000;

    private final Vertx vertx;
    private final Queue<Waiting> line = new ArrayDeque<>();
    private int passed;
    private boolean turning;

    Turnstile(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Runs the entry now or in its turn; false if the line is too long, and then it never runs.
     *
     * @param waiting counts who stands in line for the same inbox
     */
    boolean pass(AtomicInteger waiting, Runnable entry) {
        if (passed < EACH_TURN && line.isEmpty()) {
            enter(entry);
        } else if (line.size() < LONGEST_LINE) {
            line.add(new Waiting(waiting, entry));
            waiting.incrementAndGet();
        } else {
            return false;
        }
        return true;
    }

    private void enter(Runnable entry) {
        passed++;
        if (!turning) {
            turning = true;
            vertx.setTimer(TURN_MS, id -> turn());
        }
        entry.run();
    }

    private void turn() {
        turning = false;
        passed = 0;
        while (passed < EACH_TURN && !line.isEmpty()) {
            Waiting next = line.remove();
            next.count().decrementAndGet();
            enter(next.entry());
        }
    }

    private record Waiting(AtomicInteger count, Runnable entry) {}
}
