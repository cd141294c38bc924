package tributary.connector.sms.text;

import java.util.Optional;

/**
 * Says which part of a longer message something is.
 *
 * @param kind where the mark stood: {@code udh8}, {@code udh16}, {@code sar} or {@code provider}; references of different
 *     kinds have nothing to do with each other
 * @param reference the same for all parts; it comes round again soon
 * @param total how many parts there are, 2 to 255
 * @param number which one this is, from 1
 */
public record PartMark(String kind, String reference, int total, int number) {

    /** Empty where the numbers make no sense, and where the only part is the whole. */
    public static Optional<PartMark> of(String kind, int reference, int total, int number) {
        return of(kind, Integer.toString(reference), total, number);
    }

    public static Optional<PartMark> of(String kind, String reference, int total, int number) {
        boolean sound = total > 1 && total <= Segments.MOST_PARTS && number >= 1 && number <= total;
        return sound ? Optional.of(new PartMark(kind, reference, total, number)) : Optional.empty();
    }
}
