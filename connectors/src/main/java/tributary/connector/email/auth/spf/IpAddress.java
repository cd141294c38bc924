package tributary.connector.email.auth.spf;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** An address from a literal; an IPv4 address in IPv6 clothes is an IPv4 address (RFC 7208 section 5). */
record IpAddress(InetAddress address) {
    static Optional<IpAddress> literal(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IpAddress(InetAddress.getByAddress(bytes)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    int bits() {
        return address.getAddress().length * 8;
    }

    boolean six() {
        return bits() == 128;
    }

    /** Whether the first bits are the same; never between the two kinds. */
    boolean sharesPrefix(InetAddress other, int prefix) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit));
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    /** For the macro {@code i}: dotted bytes, or dotted half-bytes of IPv6 (RFC 7208 section 7.3). */
    String dotted() {
        if (!six()) {
            return address.getHostAddress();
        }
        StringBuilder text = new StringBuilder();
        for (byte b : address.getAddress()) {
            text.append(String.format(Locale.ROOT, "%x.%x.", (b >> 4) & 0xf, b & 0xf));
        }
        return text.substring(0, text.length() - 1);
    }
}
