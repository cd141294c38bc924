package tributary.load.report;

import java.util.Arrays;

/** Least, middle and greatest of a few values. The median of an even number is the mean of the two in the middle. */
public record Spread(double min, double median, double max) {

    /** @throws IllegalArgumentException if there is no value */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("expected at least one value, found none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
}
