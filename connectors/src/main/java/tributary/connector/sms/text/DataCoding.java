package tributary.connector.sms.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text of octets by their data coding (SMPP 3.4, section 5.2.19; 3GPP TS 23.038, section 4). */
public final class DataCoding {

    public static final int DEFAULT = 0x00;
    public static final int LATIN1 = 0x03;
    public static final int UCS2 = 0x08;

    private static final int ASCII = 0x01;
    private static final int CYRILLIC = 0x06;
    private static final int HEBREW = 0x07;
    private static final int KOREAN = 0x0E;
    private static final int MESSAGE_CLASS = 0xF0;
    private static final int EIGHT_BIT = 0x04;

    private DataCoding() {}

    /**
     * @param usual the alphabet of data coding 0, which each carrier chooses
     * @return empty if the coding is of octets and not of text, or unknown
     */
    public static Optional<String> decode(int coding, byte[] octets, Usual usual) {
        if (coding >= MESSAGE_CLASS) {
            return (coding & EIGHT_BIT) == 0 ? Optional.of(Gsm7.decode(octets)) : Optional.empty();
        }
        return switch (coding) {
            case DEFAULT -> Optional.of(usual.decode(octets));
            case ASCII -> Optional.of(text(octets, StandardCharsets.US_ASCII));
            case LATIN1 -> Optional.of(text(octets, StandardCharsets.ISO_8859_1));
            case CYRILLIC -> Optional.of(text(octets, Charset.forName("ISO-8859-5")));
            case HEBREW -> Optional.of(text(octets, Charset.forName("ISO-8859-8")));
            case UCS2 -> Optional.of(codeUnits(octets));
            case KOREAN -> Optional.of(text(octets, Charset.forName("EUC-KR")));
            default -> Optional.empty();
        };
    }

    /** UTF-16BE, half a surrogate pair included; an odd octet at the end is dropped. */
    private static String codeUnits(byte[] octets) {
        StringBuilder text = new StringBuilder(octets.length / 2);
        for (int i = 0; i + 1 < octets.length; i += 2) {
            text.append((char) (((octets[i] & 0xFF) << 8) | (octets[i + 1] & 0xFF)));
        }
        return text.toString();
    }

    private static String text(byte[] octets, Charset charset) {
        return new String(octets, charset);
    }

    /** What a carrier means by data coding 0. */
    public enum Usual {
        GSM7,
        LATIN1,
        ASCII;

        /** Empty if a character is not in the alphabet. */
        public Optional<byte[]> encode(String text) {
            return switch (this) {
                case GSM7 -> Gsm7.encode(text);
                case LATIN1 -> octets(text, StandardCharsets.ISO_8859_1);
                case ASCII -> octets(text, StandardCharsets.US_ASCII);
            };
        }

        private static Optional<byte[]> octets(String text, Charset charset) {
            return charset.newEncoder().canEncode(text) ? Optional.of(text.getBytes(charset)) : Optional.empty();
        }

        String decode(byte[] octets) {
            return switch (this) {
                case GSM7 -> Gsm7.decode(octets);
                case LATIN1 -> text(octets, StandardCharsets.ISO_8859_1);
                case ASCII -> text(octets, StandardCharsets.US_ASCII);
            };
        }
    }
}
