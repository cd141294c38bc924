package tributary.gateway.platform.cluster;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tributary.config.Secret;

/**
 * The section {@code cluster}.
 *
 * @param node this node's name, different on each
 * @param host the address at which the other nodes reach this one; it listens there only
 * @param port of Hazelcast, which knows the members
 * @param busPort of the event bus, which carries what they tell each other
 * @param members {@code host:port} of the nodes, this one may be among them
 * @param secret shared by the nodes; who does not have it is not let in
 * @param tls encrypts the event bus, and asks each side for its certificate
 */
public record ClusterConfig(
        boolean enabled,
        String node,
        String host,
        Integer port,
        Integer busPort,
        List<String> members,
        Secret secret,
        Tls tls) {

    private static final int SHORTEST_SECRET = 16;
    private static final int LAST_PORT = 65_535;

    public static final ClusterConfig OFF = new ClusterConfig(false, null, null, null, null, null, null, null);

    public ClusterConfig(
            boolean enabled,
            @Nullable String node,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Integer busPort,
            @Nullable List<String> members,
            @Nullable Secret secret,
            @Nullable Tls tls) {
        this.enabled = enabled;
        this.node = node == null ? "a" : node;
        this.host = host == null ? "127.0.0.1" : host;
        this.port = port == null ? 5701 : port;
        this.busPort = busPort == null ? 5801 : busPort;
        this.members = members == null ? List.of() : List.copyOf(members);
        this.secret = secret == null ? new Secret("") : secret;
        this.tls = tls == null ? Tls.OFF : tls;
        if (!this.node.matches("[a-z0-9-]{1,20}")) {
            throw new IllegalArgumentException("node: expected 1 to 20 of a-z, 0-9 and -, found \"" + node + '"');
        }
        if (enabled) {
            check();
        }
    }

    private void check() {
        if (!isAddress(host)) {
            throw new IllegalArgumentException(
                    "host: expected one private IP address of this machine at which the other nodes reach it, found \""
                            + host + '"');
        }
        checkPort("port", port);
        checkPort("bus-port", busPort);
        if (port.equals(busPort)) {
            throw new IllegalArgumentException("bus-port: expected another port than cluster.port, found " + busPort);
        }
        if (secret.reveal().length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("secret: expected at least " + SHORTEST_SECRET
                    + " characters, the same on each node (\"openssl rand -hex 24\" makes one), found fewer");
        }
        for (String member : members) {
            if (!isMember(member)) {
                throw new IllegalArgumentException(
                        "members: expected host:port such as \"10.0.0.2:5701\", found \"" + member + '"');
            }
        }
    }

    /** One address in digits: Hazelcast takes no names here, and an address for all would leave the private network. */
    private static boolean isAddress(String host) {
        try {
            return (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host))
                    && !InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException notInDigits) {
            return false;
        }
    }

    private static void checkPort(String key, int port) {
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException(key + ": expected 1 to " + LAST_PORT + ", found " + port);
        }
    }

    private static boolean isMember(String member) {
        int colon = member.lastIndexOf(':');
        return member.matches("[^\\s:]+:[1-9][0-9]{0,4}|\\[[0-9a-fA-F:]+\\]:[1-9][0-9]{0,4}")
                && Integer.parseInt(member.substring(colon + 1)) <= LAST_PORT;
    }

    /** Whether this machine has the address to listen on. */
    public boolean isHere() {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null;
        } catch (UnknownHostException | SocketException notHere) {
            return false;
        }
    }

    /** Whether only this machine can reach the node's cluster ports. */
    public boolean loopback() {
        return host.startsWith("127.") || host.equals("::1");
    }

    /** PEM files; all three, or none. */
    public record Tls(Optional<Path> certificate, Optional<Path> key, Optional<Path> ca) {
        static final Tls OFF = new Tls(Optional.empty(), Optional.empty(), Optional.empty());

        public Tls {
            if (certificate.isPresent() != key.isPresent() || key.isPresent() != ca.isPresent()) {
                throw new IllegalArgumentException(
                        "certificate: expected certificate, key and ca, found only some of them");
            }
        }

        boolean on() {
            return certificate.isPresent();
        }

        /** Those of the files that are not there or may not be read. */
        public List<Path> missing() {
            return Stream.of(certificate, key, ca)
                    .flatMap(Optional::stream)
                    .filter(file -> !Files.isReadable(file))
                    .toList();
        }
    }
}
