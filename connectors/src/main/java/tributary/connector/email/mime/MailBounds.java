package tributary.connector.email.mime;

import java.time.Duration;

/**
 * How much of a mail is read.
 *
 * @param parts entities of any kind, multiparts included
 * @param depth multiparts within each other; a deeper one becomes a file
 * @param headerBytes octets of one header block
 * @param headerLines lines of one header block
 * @param textBytes octets of text kept in all; HTML is kept up to half of it
 * @param time a net under all others, not a budget: when it is over, what has been read is the mail
 */
public record MailBounds(int parts, int depth, int headerBytes, int headerLines, int textBytes, Duration time) {
    /** What the protocol sheet allows. */
    public static final MailBounds DEFAULT =
            new MailBounds(1000, 50, 256 * 1024, 1000, 2 * 1024 * 1024, Duration.ofSeconds(30));

    public MailBounds {
        if (parts < 1 || depth < 1 || headerBytes < 1 || headerLines < 1 || textBytes < 1 || time.isNegative()) {
            throw new IllegalArgumentException("bounds of a mail: expected numbers above zero, found " + parts + ", "
                    + depth + ", " + headerBytes + ", " + headerLines + ", " + textBytes + ", " + time);
        }
    }
}
