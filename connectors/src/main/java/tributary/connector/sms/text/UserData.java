package tributary.connector.sms.text;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * User data with a header before the text (3GPP TS 23.040, section 9.2.3.24).
 *
 * @param part which part of a longer message this is, if the header says so
 * @param body what comes after the header
 */
public record UserData(Optional<PartMark> part, Buffer body) {

    private static final int CONCATENATED = 0x00;
    private static final int CONCATENATED_16_BIT = 0x08;

    /**
     * Takes the header off; elements that say nothing of parts are skipped.
     *
     * @return empty if there is no sound header: then the octets are no text
     */
    public static Optional<UserData> read(byte[] octets) {
        int length = octets.length == 0 ? 0 : octets[0] & 0xFF;
        if (octets.length == 0 || length >= octets.length) {
            return Optional.empty();
        }
        Optional<PartMark> mark = Optional.empty();
        int at = 1;
        while (at < length + 1) {
            int size = at + 1 > length ? -1 : octets[at + 1] & 0xFF;
            if (size < 0 || at + 2 + size > length + 1) {
                return Optional.empty();
            }
            Optional<PartMark> found = mark(octets[at], Arrays.copyOfRange(octets, at + 2, at + 2 + size));
            mark = found.isPresent() ? found : mark;
            at += 2 + size;
        }
        return Optional.of(new UserData(mark, Buffer.buffer(Arrays.copyOfRange(octets, length + 1, octets.length))));
    }

    private static Optional<PartMark> mark(int element, byte[] data) {
        if (element == CONCATENATED && data.length == 3) {
            return PartMark.of("udh8", data[0] & 0xFF, data[1] & 0xFF, data[2] & 0xFF);
        }
        if (element == CONCATENATED_16_BIT && data.length == 4) {
            int reference = ((data[0] & 0xFF) << 8) | (data[1] & 0xFF);
            return PartMark.of("udh16", reference, data[2] & 0xFF, data[3] & 0xFF);
        }
        return Optional.empty();
    }

    /** The six octets before one part of many. */
    public static byte[] header(int reference, int total, int number) {
        return new byte[] {5, CONCATENATED, 3, (byte) reference, (byte) total, (byte) number};
    }
}
