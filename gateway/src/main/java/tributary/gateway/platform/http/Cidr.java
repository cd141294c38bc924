package tributary.gateway.platform.http;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A block of IP addresses, such as {@code 10.0.0.0/8}, {@code ::1} or {@code 2001:db8::/32}. Never asks DNS. */
public final class Cidr {

    private static final int IPV4_BYTES = 4;
    private static final int MAPPED_PREFIX = 12;

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @return empty if the text is neither an address nor a block */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return Optional.empty();
        }
        int width = network.length * Byte.SIZE;
        int bits = slash < 0 ? width : number(text.substring(slash + 1));
        return bits < 0 || bits > width ? Optional.empty() : Optional.of(new Cidr(network, bits));
    }

    /** @param address an IP address as text; anything else is in no block */
    public boolean contains(String address) {
        byte[] bytes = bytes(address);
        if (bytes == null || bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((bytes[bit / Byte.SIZE] & mask) != (network[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text is an IP address. */
    static boolean isAddress(String text) {
        return bytes(text) != null;
    }

    /** An IPv4 address that arrives on an IPv6 socket is the same peer. */
    private static byte @Nullable [] bytes(String address) {
        int zone = address.indexOf('%');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? address : address.substring(0, zone));
        return bytes != null && isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_PREFIX, bytes.length) : bytes;
    }

    private static boolean isMapped(byte[] bytes) {
        if (bytes.length != MAPPED_PREFIX + IPV4_BYTES || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int number(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }
}
