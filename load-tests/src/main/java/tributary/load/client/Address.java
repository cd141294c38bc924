package tributary.load.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Where a server listens, on loopback.
 *
 * @param port the HTTP port
 * @param token a bearer token that may do everything
 */
public record Address(int port, String token) {

    /** The host, and the only one this program ever speaks to. */
    public static final String HOST = "127.0.0.1";

    /** The origin of the server's own pages, which its sockets accept. */
    public String origin() {
        return "http://" + HOST + ":" + port;
    }

    SocketAddress socket() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public String toString() {
        return origin();
    }
}
