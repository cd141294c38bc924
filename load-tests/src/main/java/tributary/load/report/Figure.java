package tributary.load.report;

/**
 * One measured number.
 *
 * @param name what it is, with its unit at the end
 * @param compared whether a ratio of the two sides means something
 */
public record Figure(String name, double value, boolean compared) {}
