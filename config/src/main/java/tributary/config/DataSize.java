package tributary.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written with its unit: {@code 25MiB}. Units are B, KiB, MiB, GiB and TiB. */
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB|TiB)");
    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("expected a size of at least 0B, found " + bytes + "B");
        }
    }

    public static DataSize ofKibibytes(long kibibytes) {
        return new DataSize(Math.multiplyExact(kibibytes, 1L << 10));
    }

    public static DataSize ofMebibytes(long mebibytes) {
        return new DataSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /** @throws IllegalArgumentException if the text is not a number with a unit */
    public static DataSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a size such as \"25MiB\", found \"" + text + "\"");
        }
        try {
            long unit = 1L << SHIFTS.getOrDefault(matcher.group(2), 0);
            return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("expected a size below 8388608TiB, found \"" + text + "\"", e);
        }
    }

    /** The size as an {@code int}, where an interface wants one; a larger one gives the largest. */
    public int bytesAsInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest unit that divides it, as it would be written. */
    @Override
    public String toString() {
        for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            int shift = SHIFTS.getOrDefault(unit, 0);
            if (bytes != 0 && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + unit;
            }
        }
        return bytes + "B";
    }
}
