package tributary.connector.email.address;

import java.util.Locale;
import java.util.Optional;

/** Base32 of RFC 4648, section 6, in lower case and without padding: it survives mail systems that fold case. */
final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Base32() {}

    /** Five bits a character, most significant first; the last character is filled up with zero bits. */
    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int held = 0;
        int bits = 0;
        for (byte b : bytes) {
            held = (held << 8 | (b & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt(held >> bits & 31));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(ALPHABET.charAt(held << (5 - bits) & 31)).toString();
    }

    /** Empty if there is another character, or if the bits that fill up are not zero: one text for one value. */
    static Optional<byte[]> decode(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        String lower = text.toLowerCase(Locale.ROOT);
        int held = 0;
        int bits = 0;
        int next = 0;
        for (int i = 0; i < lower.length(); i++) {
            int value = ALPHABET.indexOf(lower.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            held = (held << 5 | value) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (held >> bits);
            }
        }
        return (held & (1 << bits) - 1) == 0 ? Optional.of(bytes) : Optional.empty();
    }
}
