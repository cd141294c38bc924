package tributary.connector.email.auth.dns;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** A name server's address as configured: a literal, never a name, so that reading it asks nobody. */
final class ServerAddress {
    private ServerAddress() {}

    static InetSocketAddress parse(String text) {
        byte[] whole = NetUtil.createByteArrayFromIpAddressString(text);
        if (whole != null) {
            return new InetSocketAddress(address(whole), 53);
        }
        int colon = text.lastIndexOf(':');
        byte[] host = colon < 0 ? null : NetUtil.createByteArrayFromIpAddressString(text.substring(0, colon));
        if (host == null || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "servers: expected an address such as \"192.0.2.53\" or \"192.0.2.53:5353\", found \"" + text
                            + "\"");
        }
        return new InetSocketAddress(address(host), Integer.parseInt(text.substring(colon + 1)));
    }

    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("expected 4 or 16 bytes, found " + bytes.length, e);
        }
    }
}
