package tributary.connector.email.mime.value;

import java.io.ByteArrayOutputStream;

/** Base64 (RFC 4648 section 4) of a short value, whatever stands between its characters. Pure. */
final class Base64Octets {
    private Base64Octets() {}

    /** Decodes; skips what is no base64, begins anew after padding, drops a lone last sextet. */
    static byte[] decode(CharSequence text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int held = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int sextet = sextet(c);
            if (c == '=') {
                bits = 0;
            } else if (sextet >= 0) {
                held = held << 6 | sextet;
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    out.write(held >> bits);
                }
            }
        }
        return out.toByteArray();
    }

    /** Whether a text without padding ends with an octet, as far as one can see: the bits left over are zero. */
    static boolean complete(CharSequence text) {
        int rest = text.length() % 4;
        int last = text.length() == 0 ? 0 : sextet(text.charAt(text.length() - 1));
        return rest == 0 || (rest == 2 && (last & 0xf) == 0) || (rest == 3 && (last & 0x3) == 0);
    }

    private static int sextet(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }
}
