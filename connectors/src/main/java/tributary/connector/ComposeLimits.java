package tributary.connector;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What one message to a customer of an inbox may be. The composer shows it, and a reply past it is refused before the provider
 * would.
 *
 * @param unit what {@code most} counts: {@code characters}, {@code utf8-bytes} or {@code sms-segments}
 * @param most of the text
 * @param measure how many of the unit a text takes
 * @param files how many files a message may have; 0 for none
 * @param fileTypes media types of files, {@code image/*} for a family
 */
public record ComposeLimits(String unit, int most, ToIntFunction<String> measure, int files, List<String> fileTypes) {
    public ComposeLimits {
        fileTypes = List.copyOf(fileTypes);
    }

    public boolean admits(String type) {
        return fileTypes.stream()
                .anyMatch(known -> known.equals(type)
                        || (known.endsWith("/*") && type.startsWith(known.substring(0, known.length() - 1))));
    }
}
