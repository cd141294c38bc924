package tributary.load.cluster;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import tributary.load.report.Figure;

/**
 * The time in which something is broken, and the pushes that it can have held up: of every message that was on its way at
 * some moment of it. What is shown before and after would only dilute them. Lives on the client's event loop.
 */
final class Window {

    /** Below that, a 99th percentile is the word of one or two pushes. */
    private static final long FEWEST = 300;

    private static final long LONGEST_US = 600_000_000;
    private static final double US_PER_MS = 1_000;

    private final String name;
    private final long from;
    private final Histogram push = new Histogram(LONGEST_US, 3);
    private final Histogram latePush = new Histogram(LONGEST_US, 3);
    private long to;
    private boolean open = true;

    /** @param from the {@link System#nanoTime} at which it begins */
    Window(String name, long from) {
        this.name = name;
        this.from = from;
    }

    void end(long now) {
        to = now;
        open = false;
    }

    /**
     * A message was shown to an agent.
     *
     * @param intended when it was due to be written
     * @param offline whether its visitor had no connection then, or lost it before the answer, or the agent was not back yet:
     *     the wait for one is counted apart
     */
    void pushed(long intended, long shown, boolean offline) {
        boolean tooEarly = shown - from < 0;
        boolean tooLate = !open && intended - to > 0;
        if (!tooEarly && !tooLate) {
            long us = TimeUnit.NANOSECONDS.toMicros(shown - intended);
            (offline ? latePush : push).recordValue(Math.min(LONGEST_US, Math.max(0, us)));
        }
    }

    String name() {
        return name;
    }

    long pushes() {
        return push.getTotalCount();
    }

    boolean tooFew() {
        return pushes() < FEWEST;
    }

    double pushP99Ms() {
        return ms(push, 99);
    }

    List<Figure> figures() {
        return List.of(
                figure("seconds", (to - from) / 1e9),
                figure("pushes", (double) pushes()),
                figure("push p50 ms", ms(push, 50)),
                figure("push p99 ms", pushP99Ms()),
                figure("push max ms", ms(push, 100)),
                figure("offline pushes", (double) latePush.getTotalCount()),
                figure("offline push p99 ms", ms(latePush, 99)),
                figure("offline push max ms", ms(latePush, 100)));
    }

    private Figure figure(String what, double value) {
        return new Figure(name + ": " + what, value, false);
    }

    private static double ms(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / US_PER_MS;
    }
}
