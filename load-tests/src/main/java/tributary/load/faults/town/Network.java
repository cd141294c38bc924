package tributary.load.faults.town;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network namespace for each node, joined by a bridge to this program, PostgreSQL and Redis, so that the nodes can be cut
 * from each other and still reach the rest. Needs root, {@code ip} and {@code nft}.
 */
public final class Network {

    static final String PREFIX = "tributary-faults-";
    private static final Pattern DROPPED = Pattern.compile("counter packets (\\d+)");

    private final long pid = ProcessHandle.current().pid();
    private final String bridge = "tf" + pid;
    private final String net = "10." + (200 + pid / 250 % 50) + "." + pid % 250 + ".";

    private Network() {}

    /** Why it cannot be had on this machine; empty if it can. */
    static String obstacle() {
        if (!Commands.root()) {
            return "needs root for network namespaces";
        }
        Optional<String> missing = List.of("ip", "nft").stream()
                .filter(name -> !Commands.exists(name))
                .findFirst();
        return missing.map(
                        name -> "needs " + name + (name.equals("nft") ? " (Debian: nftables)" : " (Debian: iproute2)"))
                .orElse("");
    }

    static Network make() throws IOException {
        Network network = new Network();
        try {
            ip("link", "add", network.bridge, "type", "bridge");
            ip("addr", "add", network.center() + "/24", "dev", network.bridge);
            ip("link", "set", network.bridge, "up");
            network.join(0);
            network.join(1);
            return network;
        } catch (IOException failure) {
            network.remove();
            throw failure;
        }
    }

    /** The address of everything that is no node. */
    String center() {
        return net + "1";
    }

    String address(int node) {
        return net + (2 + node);
    }

    /** The words before a command that runs in a node's namespace. */
    List<String> inside(int node) {
        return List.of("ip", "netns", "exec", namespace(node));
    }

    /** A node hears nothing of the other one any more. */
    public void deafen(int node) throws IOException {
        nft(node, "add table inet cut");
        nft(node, "add chain inet cut heard { type filter hook input priority 0; }");
        nft(node, "add rule inet cut heard ip saddr " + address(1 - node) + " counter drop");
    }

    /**
     * Ends all cuts.
     *
     * @return how many packets they took
     */
    public long heal() throws IOException {
        long dropped = 0;
        for (int node = 0; node < 2; node++) {
            String rules = nft(node, "list ruleset");
            Matcher matcher = DROPPED.matcher(rules);
            while (matcher.find()) {
                dropped += Long.parseLong(matcher.group(1));
            }
            nft(node, "flush ruleset");
        }
        return dropped;
    }

    void remove() {
        quietly("netns", "del", namespace(0));
        quietly("netns", "del", namespace(1));
        quietly("link", "del", bridge);
    }

    /** Removes namespaces and bridges of programs that are gone. */
    static void sweep() throws IOException {
        for (String line : Commands.run(List.of("ip", "netns", "list")).split("\n", -1)) {
            Matcher name = Pattern.compile("^(" + PREFIX + "(\\d+)-\\d)\\b").matcher(line);
            if (name.find() && !Commands.lives(name.group(2))) {
                quietly("netns", "del", name.group(1));
                quietly("link", "del", "tf" + name.group(2));
            }
        }
    }

    private void join(int node) throws IOException {
        String space = namespace(node);
        String here = bridge + (node == 0 ? "a" : "b");
        ip("netns", "add", space);
        ip("link", "add", here, "type", "veth", "peer", "name", "eth0", "netns", space);
        ip("link", "set", here, "master", bridge, "up");
        ip("-n", space, "addr", "add", address(node) + "/24", "dev", "eth0");
        ip("-n", space, "link", "set", "eth0", "up");
        ip("-n", space, "link", "set", "lo", "up");
    }

    private String namespace(int node) {
        return PREFIX + pid + "-" + node;
    }

    private String nft(int node, String rule) throws IOException {
        return Commands.run(List.of("ip", "netns", "exec", namespace(node), "nft", rule));
    }

    private static void ip(String... words) throws IOException {
        Commands.run(java.util.stream.Stream.concat(java.util.stream.Stream.of("ip"), List.of(words).stream())
                .toList());
    }

    private static void quietly(String... words) {
        try {
            ip(words);
        } catch (IOException gone) {
            // It was not there.
        }
    }
}
