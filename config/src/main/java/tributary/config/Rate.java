package tributary.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.config.text.ScalarReader;

/**
 * So many in so long: {@code 60/1m}; {@code off} sets no limit.
 *
 * @param count how many, at least 1; 0 if there is no limit
 * @param period in how long
 */
public record Rate(int count, Duration period) {
    /** No limit. */
    public static final Rate OFF = new Rate(0, Duration.ZERO);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d+[a-z]+)");

    public Rate {
        boolean off = count == 0 && period.isZero();
        if (!off && (count < 1 || period.isZero() || period.isNegative())) {
            throw new IllegalArgumentException(
                    "expected a rate of at least one in more than no time, found " + count + " in " + period);
        }
    }

    /** @throws IllegalArgumentException if the text is neither a rate nor {@code off} */
    public static Rate parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            int count = Integer.parseInt(matcher.group(1));
            Duration period = ScalarReader.duration(matcher.group(2)).orElse(Duration.ZERO);
            if (count > 0 && !period.isZero()) {
                return new Rate(count, period);
            }
        }
        throw new IllegalArgumentException("expected a rate such as \"60/1m\" or \"off\", found \"" + text + "\"");
    }

    public boolean isOff() {
        return count == 0;
    }
}
