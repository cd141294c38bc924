package tributary.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tributary.load.client.Address;

/** Starts the bare server in a JVM of its own, from this program's class path. */
public final class BareLauncher implements Launcher {

    private static final String MAIN = "tributary.load.bare.BareMain";
    private static final String READY = "bare server is ready on port ";
    private static final long TIMEOUT_SECONDS = 30;

    private final List<String> jvmFlags;
    private final int eventBytes;
    private final Pinning pinning;

    /**
     * @param jvmFlags memory and collector, as the other side has them
     * @param eventBytes the size of an event that carries a message
     */
    public BareLauncher(List<String> jvmFlags, int eventBytes, Pinning pinning) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.eventBytes = eventBytes;
        this.pinning = pinning;
    }

    @Override
    public Server launch() throws IOException {
        Path folder = Files.createTempDirectory("tributary-bench");
        Child child = Child.start(new ProcessBuilder(command()), folder, READY, TIMEOUT_SECONDS);
        int port = Integer.parseInt(child.readyLine().substring(READY.length()));
        return new Server(child, new Address(port, "bare"));
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(pinning.server());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, Integer.toString(eventBytes)));
        return command;
    }
}
