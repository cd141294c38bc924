package tributary.load.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts steps at a fixed rate, whether or not the earlier ones are answered (open loop). Each step is told when it was
 * meant to start: measured from there, a stall of the server or of this client is not hidden (no coordinated omission).
 * A thread of its own keeps the time, because an event loop's timers know only whole milliseconds.
 */
public final class Pacer {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Context context;
    private final long start;
    private final double rate;
    private final int count;

    /** One step, called on the context. */
    public interface Step {

        /** @param intended the {@link System#nanoTime} at which the step was due */
        void go(int index, long intended);
    }

    /**
     * @param context where steps run
     * @param start the {@link System#nanoTime} of step 0
     * @param rate steps a second
     * @param count how many steps in all
     */
    public Pacer(Context context, long start, double rate, int count) {
        this.context = context;
        this.start = start;
        this.rate = rate;
        this.count = count;
    }

    /** Starts the steps. Completes when the last has been started. */
    public Future<Void> run(Step step) {
        Promise<Void> done = Promise.promise();
        Thread thread = new Thread(() -> keepTime(step, done), "pacer");
        thread.setDaemon(true);
        thread.start();
        return done.future();
    }

    private void keepTime(Step step, Promise<Void> done) {
        int next = 0;
        while (next < count) {
            long wait = due(next) - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            int from = next;
            int to = Math.max(next + 1, Math.min(count, dueBy(System.nanoTime())));
            context.runOnContext(now -> startAll(step, from, to));
            next = to;
        }
        context.runOnContext(last -> done.complete());
    }

    private void startAll(Step step, int from, int to) {
        for (int index = from; index < to; index++) {
            step.go(index, due(index));
        }
    }

    private int dueBy(long now) {
        return (int) Math.floor((now - start) * rate / NANOS_PER_SECOND) + 1;
    }

    private long due(int index) {
        return start + (long) (index * NANOS_PER_SECOND / rate);
    }
}
