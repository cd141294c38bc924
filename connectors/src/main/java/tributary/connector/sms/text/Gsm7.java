package tributary.connector.sms.text;

import java.util.Arrays;
import java.util.Optional;

/** The default alphabet of GSM with its extension table (3GPP TS 23.038, section 6.2.1). */
public final class Gsm7 {

    private static final byte ESCAPE = 0x1B;

    private static final String ALPHABET = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ"
            + " !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
            + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** Pairs: the character, and the code after the escape. */
    private static final String EXTENSION = "\f\n^\u0014{(})\\/[<~=]>|@€e";

    private static final char[] EXTENDED = new char[128];
    private static final short[] CODES = new short[0x20AD];
    private static final short NONE = -1;
    private static final short EXTENDED_FLAG = 0x100;

    static {
        Arrays.fill(CODES, NONE);
        for (short code = 0; code < ALPHABET.length(); code++) {
            if (code != ESCAPE) {
                CODES[ALPHABET.charAt(code)] = code;
            }
        }
        for (int i = 0; i < EXTENSION.length(); i += 2) {
            CODES[EXTENSION.charAt(i)] = (short) (EXTENDED_FLAG | EXTENSION.charAt(i + 1));
            EXTENDED[EXTENSION.charAt(i + 1)] = EXTENSION.charAt(i);
        }
    }

    private Gsm7() {}

    /** How many septets a character takes: 1, 2, or 0 if the alphabet does not have it. */
    public static int septets(char character) {
        short code = code(character);
        return code == NONE ? 0 : code >= EXTENDED_FLAG ? 2 : 1;
    }

    /** Whether every character is in the alphabet. */
    public static boolean covers(CharSequence text) {
        return text.chars().allMatch(character -> septets((char) character) > 0);
    }

    /** One septet in each octet, as SMPP has it; empty if a character is not in the alphabet. */
    public static Optional<byte[]> encode(CharSequence text) {
        byte[] octets = new byte[text.length() * 2];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            short code = code(text.charAt(i));
            if (code == NONE) {
                return Optional.empty();
            }
            if (code >= EXTENDED_FLAG) {
                octets[length++] = ESCAPE;
            }
            octets[length++] = (byte) (code & 0x7F);
        }
        return Optional.of(Arrays.copyOf(octets, length));
    }

    /**
     * Text of unpacked septets. The eighth bit is ignored; an unknown escape shows the second character as the default
     * alphabet has it, and an escape at the end is a space.
     */
    public static String decode(byte[] octets) {
        StringBuilder text = new StringBuilder(octets.length);
        for (int i = 0; i < octets.length; i++) {
            int code = octets[i] & 0x7F;
            if (code != ESCAPE) {
                text.append(ALPHABET.charAt(code));
            } else if (++i < octets.length) {
                text.append(escaped(octets[i] & 0x7F));
            } else {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /** Eight septets in seven octets, the lowest bits first. */
    public static byte[] pack(byte[] septets) {
        byte[] packed = new byte[(septets.length * 7 + 7) / 8];
        for (int i = 0; i < septets.length; i++) {
            int bit = i * 7;
            int value = (septets[i] & 0x7F) << (bit % 8);
            packed[bit / 8] |= (byte) value;
            if (value > 0xFF) {
                packed[bit / 8 + 1] |= (byte) (value >> 8);
            }
        }
        return packed;
    }

    /** @param count how many septets there are, because the octets do not say */
    public static byte[] unpack(byte[] packed, int count) {
        if (count < 0 || count > packed.length * 8 / 7) {
            throw new IllegalArgumentException(
                    "septets: expected at most " + packed.length * 8 / 7 + ", found " + count);
        }
        byte[] septets = new byte[count];
        for (int i = 0; i < count; i++) {
            int bit = i * 7;
            int pair = (packed[bit / 8] & 0xFF) | (bit / 8 + 1 < packed.length ? (packed[bit / 8 + 1] & 0xFF) << 8 : 0);
            septets[i] = (byte) ((pair >> (bit % 8)) & 0x7F);
        }
        return septets;
    }

    private static char escaped(int code) {
        if (EXTENDED[code] != 0) {
            return EXTENDED[code];
        }
        return code == ESCAPE ? ' ' : ALPHABET.charAt(code);
    }

    private static short code(char character) {
        return character < CODES.length ? CODES[character] : NONE;
    }
}
