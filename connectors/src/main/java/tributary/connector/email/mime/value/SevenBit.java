package tributary.connector.email.mime.value;

import java.io.ByteArrayOutputStream;

/** The two seven-bit charsets the platform does not decode: UTF-7 (RFC 2152) and HZ (RFC 1843). Pure. */
final class SevenBit {
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private SevenBit() {}

    /** UTF-7 to text; what is not well-formed stays as it is. */
    static String utf7(byte[] octets) {
        StringBuilder out = new StringBuilder(octets.length);
        int i = 0;
        while (i < octets.length) {
            char c = (char) (octets[i++] & 0xff);
            if (c != '+') {
                out.append(c);
            } else if (i < octets.length && octets[i] == '-') {
                out.append('+');
                i++;
            } else {
                i = shifted(octets, i, out);
            }
        }
        return out.toString();
    }

    private static int shifted(byte[] octets, int start, StringBuilder out) {
        int bits = 0;
        int held = 0;
        int i = start;
        while (i < octets.length && BASE64.indexOf(octets[i]) >= 0) {
            held = (held << 6 | BASE64.indexOf(octets[i++])) & 0x3fffff;
            bits += 6;
            if (bits >= 16) {
                bits -= 16;
                out.append((char) (held >> bits & 0xffff));
            }
        }
        if (i == start) {
            out.append('+');
        }
        return i < octets.length && octets[i] == '-' ? i + 1 : i;
    }

    /** HZ to the octets of GB18030. */
    static byte[] hz(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
        boolean chinese = false;
        for (int i = 0; i < octets.length; i++) {
            int next = i + 1 < octets.length ? octets[i + 1] : 0;
            if (octets[i] == '~' && (next == '{' || next == '}' || next == '~' || next == '\n')) {
                chinese = next == '{' || (chinese && next != '}');
                if (next == '~') {
                    out.write('~');
                }
                i++;
            } else {
                chinese &= octets[i] != '\n';
                out.write(chinese ? octets[i] | 0x80 : octets[i]);
            }
        }
        return out.toByteArray();
    }
}
