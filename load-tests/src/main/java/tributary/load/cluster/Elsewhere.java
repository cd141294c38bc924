package tributary.load.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import tributary.load.faults.town.Commands;

/** Another network namespace with a wire to this one, as another machine in the same network has. Needs root and ip. */
final class Elsewhere implements AutoCloseable {

    private static final long NUMBER = ProcessHandle.current().pid() % 250;
    private static final String SPACE = "tributary-elsewhere-" + NUMBER;
    private static final String HERE = "tbe" + NUMBER;
    private static final String NET = "10.199." + NUMBER + ".";

    Elsewhere() throws IOException {
        try {
            Commands.run(List.of("ip", "netns", "add", SPACE));
            Commands.run(List.of("ip", "link", "add", HERE, "type", "veth", "peer", "name", HERE + "p"));
            Commands.run(List.of("ip", "link", "set", HERE + "p", "netns", SPACE));
            Commands.run(List.of("ip", "addr", "add", NET + "1/24", "dev", HERE));
            Commands.run(List.of("ip", "link", "set", HERE, "up"));
            Commands.run(inside("ip", "addr", "add", NET + "2/24", "dev", HERE + "p"));
            Commands.run(inside("ip", "link", "set", HERE + "p", "up"));
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    static boolean possible() {
        return Commands.root() && Commands.exists("ip");
    }

    /** Whether something that listens for everybody is reached: if not, that others refuse proves nothing. */
    boolean reaches() throws IOException {
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getByName(NET + "1"))) {
            return !refuses(open.getLocalPort());
        }
    }

    /** Whether a port of this machine refuses a connection from there. */
    boolean refuses(int port) throws IOException {
        Process process = new ProcessBuilder(
                        inside("bash", "-c", "exec 3<>/dev/tcp/" + NET + "1/" + port + " && echo reached"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return !said.contains("reached") && said.contains("refused");
    }

    private static List<String> inside(String... command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", SPACE), Stream.of(command))
                .toList();
    }

    @Override
    public void close() {
        for (List<String> command : List.of(List.of("ip", "netns", "del", SPACE), List.of("ip", "link", "del", HERE))) {
            try {
                Commands.run(command);
            } catch (IOException gone) {
                // The wire goes with the namespace.
            }
        }
    }
}
