package tributary.simulator.smpp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tributary.simulator.web.Octets;

/**
 * Where a {@code submit_sm} is for, and what it says (SMPP 3.4, sections 4.4.1 and 4.6.1).
 *
 * @param to digits of the number, without {@code +}
 * @param esmClass 0x40 when a header is before the text
 * @param coding 8 for UCS-2; anything else is read as Latin-1
 */
public record ShortMessage(String to, int esmClass, int coding, Octets content) {

    private static final int HEADER = 0x40;
    private static final int UCS2 = 8;

    /**
     * Body of a {@code deliver_sm}.
     *
     * @param from digits of an international number, without {@code +}
     * @param text at most 254 octets
     */
    public static byte[] body(String from, String to, int esmClass, int coding, byte[] text) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 1});
        body.writeBytes(from.getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(new byte[] {0, 0, 1});
        body.writeBytes(to.getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(new byte[] {0, (byte) esmClass, 0, 0, 0, 0, 0, 0, (byte) coding, 0, (byte) text.length});
        body.writeBytes(text);
        return body.toByteArray();
    }

    /** @param body of a {@code submit_sm} */
    public static ShortMessage read(byte[] body) {
        int at = end(body, 0) + 2;
        at = end(body, at) + 2;
        int last = end(body, at);
        String to = new String(body, at, last - 1 - at, StandardCharsets.ISO_8859_1);
        int esmClass = body[last] & 0xFF;
        at = end(body, end(body, last + 3));
        int length = body[at + 4] & 0xFF;
        byte[] text = Arrays.copyOfRange(body, at + 5, at + 5 + length);
        return new ShortMessage(to, esmClass, body[at + 2] & 0xFF, new Octets(text));
    }

    /** The place after the NUL of the string that begins here. */
    private static int end(byte[] body, int from) {
        int at = from;
        while (body[at] != 0) {
            at++;
        }
        return at + 1;
    }

    /** The text, without a header. */
    public String words() {
        byte[] text = content.bytes();
        int skip = (esmClass & HEADER) != 0 ? (text[0] & 0xFF) + 1 : 0;
        byte[] rest = Arrays.copyOfRange(text, skip, text.length);
        return new String(rest, coding == UCS2 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
    }
}
