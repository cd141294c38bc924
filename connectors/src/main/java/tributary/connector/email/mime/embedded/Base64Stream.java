package tributary.connector.email.mime.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Base64 (RFC 2045 section 6.8) decoded as it is read. Skips what is no base64, goes on after padding, drops a lone
 * last sextet. Never fails but with the stream below it.
 */
public final class Base64Stream extends InputStream {
    private static final byte[] SEXTETS = sextets();
    private static final int FOREIGN = -1;
    private static final int BLANK = -2;
    private static final int PADDING = -3;

    private final InputStream in;
    private final Runnable broken;
    private final byte[] encoded = new byte[8192];
    private int at;
    private int size;
    private int held;
    private int bits;
    private boolean foreign;

    /** @param broken called once if a character was no base64 */
    public Base64Stream(InputStream in, Runnable broken) {
        this.in = in;
        this.broken = broken;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int to = offset;
        while (to < offset + length) {
            if (at == size && !fill()) {
                return to == offset && length > 0 ? -1 : to - offset;
            }
            if (bits == 0) {
                to = groups(target, to, offset + length);
            }
            if (at == size || to == offset + length) {
                continue;
            }
            int sextet = SEXTETS[encoded[at++] & 0xff];
            if (sextet >= 0) {
                held = held << 6 | sextet;
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    target[to++] = (byte) (held >> bits);
                }
            } else if (sextet == PADDING) {
                bits = 0;
            } else if (sextet == FOREIGN && !foreign) {
                foreign = true;
                broken.run();
            }
        }
        return length;
    }

    /** Four characters to three octets, as long as nothing else comes; the rest is taken one by one. */
    private int groups(byte[] target, int from, int end) {
        int to = from;
        while (at + 4 <= size && to + 3 <= end) {
            int group = SEXTETS[encoded[at] & 0xff] << 18
                    | SEXTETS[encoded[at + 1] & 0xff] << 12
                    | SEXTETS[encoded[at + 2] & 0xff] << 6
                    | SEXTETS[encoded[at + 3] & 0xff];
            if (group < 0) {
                break;
            }
            target[to] = (byte) (group >> 16);
            target[to + 1] = (byte) (group >> 8);
            target[to + 2] = (byte) group;
            to += 3;
            at += 4;
        }
        return to;
    }

    private boolean fill() throws IOException {
        at = 0;
        size = Math.max(0, in.read(encoded, 0, encoded.length));
        return size > 0;
    }

    private static byte[] sextets() {
        byte[] table = new byte[256];
        Arrays.fill(table, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < 64; i++) {
            table[digits.charAt(i)] = (byte) i;
        }
        for (char blank : new char[] {' ', '\t', '\r', '\n'}) {
            table[blank] = BLANK;
        }
        table['='] = PADDING;
        return table;
    }
}
