package tributary.load.wire;

/**
 * The members of one envelope that counting needs. Absent text is empty, an absent number is -1.
 *
 * @param type the member {@code t}
 * @param re the request this answers
 * @param position the member {@code s}
 * @param kind {@code d.k} of an event
 * @param code {@code d.code} of an error
 * @param reason {@code d.reason}
 * @param epoch {@code d.epoch}
 * @param seq {@code d.seq}
 * @param recovered {@code d.recovered}
 * @param ticket {@code d.ticket}, or {@code d.data.ticket}
 * @param direction {@code d.data.direction}
 * @param text {@code d.text}, or {@code d.data.text}
 * @param head the largest value in {@code d.heads}
 * @param retryAfter {@code d.retryAfter}, seconds
 * @param vid {@code d.vid}, who a visitor is
 * @param vtok {@code d.vtok}, and what proves it
 * @param length the characters of this envelope
 */
public record Envelope(
        String type,
        long re,
        long position,
        String kind,
        String code,
        String reason,
        String epoch,
        long seq,
        boolean recovered,
        long ticket,
        String direction,
        String text,
        long head,
        long retryAfter,
        String vid,
        String vtok,
        int length) {

    /** Whether this carries a position of the subscribed stream. */
    public boolean isDurable() {
        return position >= 0;
    }
}
