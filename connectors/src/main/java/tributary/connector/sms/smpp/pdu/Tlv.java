package tributary.connector.sms.smpp.pdu;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An optional parameter (SMPP 3.4, section 5.3).
 *
 * @param tag 0 to 65535
 * @param value at most 65535 octets
 */
public record Tlv(int tag, Buffer value) {

    public static final int RECEIPTED_MESSAGE_ID = 0x001E;
    public static final int USER_MESSAGE_REFERENCE = 0x0204;
    public static final int SAR_REFERENCE = 0x020C;
    public static final int SAR_TOTAL = 0x020E;
    public static final int SAR_NUMBER = 0x020F;
    public static final int INTERFACE_VERSION = 0x0210;
    public static final int NETWORK_ERROR_CODE = 0x0423;
    public static final int MESSAGE_PAYLOAD = 0x0424;
    public static final int MESSAGE_STATE = 0x0427;

    public static Tlv of(int tag, int value, int octets) {
        Buffer bytes = Buffer.buffer(octets);
        for (int i = octets - 1; i >= 0; i--) {
            bytes.appendByte((byte) (value >> (8 * i)));
        }
        return new Tlv(tag, bytes);
    }

    public static Optional<Tlv> find(List<Tlv> tlvs, int tag) {
        return tlvs.stream().filter(tlv -> tlv.tag == tag).findFirst();
    }

    /** An unsigned number of 1 to 4 octets; empty for any other length. */
    public Optional<Integer> number() {
        if (value.length() < 1 || value.length() > 4) {
            return Optional.empty();
        }
        int number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = (number << 8) | (value.getByte(i) & 0xFF);
        }
        return Optional.of(number);
    }

    /** Characters up to the first NUL; many senders leave it out. */
    public String text() {
        String all = value.toString(StandardCharsets.ISO_8859_1);
        int end = all.indexOf('\0');
        return end < 0 ? all : all.substring(0, end);
    }
}
