package tributary.load.traffic;

import java.util.List;
import org.HdrHistogram.Histogram;
import tributary.load.report.Figure;

/** Times from the intended start, in microseconds with three significant digits. */
final class Latency {

    private static final long LONGEST_US = 120_000_000;
    private static final double US_PER_MS = 1000;

    private final Histogram histogram = new Histogram(LONGEST_US, 3);

    void record(long nanos) {
        histogram.recordValue(Math.min(LONGEST_US, Math.max(0, nanos / 1000)));
    }

    /** p50, p99, p99.9 and the worst. */
    List<Figure> figures(String name) {
        return List.of(
                new Figure(name + " p50 ms", at(50), true),
                new Figure(name + " p99 ms", at(99), true),
                new Figure(name + " p99.9 ms", at(99.9), true),
                new Figure(name + " max ms", at(100), false));
    }

    double at(double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / US_PER_MS;
    }
}
