package tributary.gateway.platform.smtp.wire;

import io.netty.util.NetUtil;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The line or block that a load balancer sends first, version 1 and 2 of the PROXY protocol (haproxy.org, proxy-protocol.txt,
 * section 2): who is at the other end of it.
 */
public sealed interface ProxyHeader {

    /** More bytes are due. */
    record Incomplete() implements ProxyHeader {}

    /** This is no such header. */
    record Malformed() implements ProxyHeader {}

    /**
     * @param peer whose connection it is; empty if it is the load balancer's own, or of a family we do not know
     * @param length bytes of the header
     */
    record Complete(Optional<String> peer, int length) implements ProxyHeader {}

    /** @param bytes what came so far, from the first byte */
    static ProxyHeader read(Buffer bytes) {
        byte[] start = bytes.getBytes(0, Math.min(bytes.length(), Version2.SIGNATURE.length));
        if (Arrays.equals(start, Arrays.copyOf(Version2.SIGNATURE, start.length))) {
            return bytes.length() < Version2.FIXED ? new Incomplete() : Version2.read(bytes);
        }
        return Version1.read(bytes);
    }

    /** {@code PROXY TCP4 192.0.2.1 198.51.100.1 56324 25}, or {@code PROXY UNKNOWN} and anything. */
    final class Version1 {
        private static final int LONGEST = 107;
        private static final String WORD = "PROXY ";

        private Version1() {}

        private static ProxyHeader read(Buffer bytes) {
            String text = bytes.getString(0, Math.min(bytes.length(), LONGEST), StandardCharsets.ISO_8859_1.name());
            int end = text.indexOf("\r\n");
            boolean begins = text.length() < WORD.length() ? WORD.startsWith(text) : text.startsWith(WORD);
            if (!begins || (end < 0 && text.length() == LONGEST)) {
                return new Malformed();
            }
            return end < 0 ? new Incomplete() : line(text.substring(WORD.length(), end), end + 2);
        }

        private static ProxyHeader line(String rest, int length) {
            String[] words = rest.split(" ", -1);
            if (words[0].equals("UNKNOWN")) {
                return new Complete(Optional.empty(), length);
            }
            boolean address = words.length == 5
                    && ((words[0].equals("TCP4") && NetUtil.isValidIpV4Address(words[1]))
                            || (words[0].equals("TCP6") && NetUtil.isValidIpV6Address(words[1])));
            return address ? new Complete(Optional.of(words[1]), length) : new Malformed();
        }
    }

    /** Signature, version and command, family, length, addresses. */
    final class Version2 {
        private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
        };
        private static final int FIXED = 16;
        private static final int LONGEST = 4096;
        private static final int LOCAL = 0x20;
        private static final int PROXY = 0x21;

        private Version2() {}

        private static ProxyHeader read(Buffer bytes) {
            int command = bytes.getByte(12) & 0xff;
            int length = FIXED + bytes.getUnsignedShort(14);
            if ((command != LOCAL && command != PROXY) || length > LONGEST) {
                return new Malformed();
            }
            if (bytes.length() < length) {
                return new Incomplete();
            }
            return command == LOCAL ? new Complete(Optional.empty(), length) : proxied(bytes, length);
        }

        private static ProxyHeader proxied(Buffer bytes, int length) {
            int family = (bytes.getByte(13) & 0xff) >> 4;
            int addressLength = family == 1 ? 4 : family == 2 ? 16 : 0;
            if (addressLength == 0) {
                return new Complete(Optional.empty(), length);
            }
            if (length < FIXED + 2 * addressLength + 4) {
                return new Malformed();
            }
            byte[] address = bytes.getBytes(FIXED, FIXED + addressLength);
            return new Complete(Optional.of(NetUtil.bytesToIpAddress(address)), length);
        }
    }
}
