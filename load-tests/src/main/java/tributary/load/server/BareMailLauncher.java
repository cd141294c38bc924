package tributary.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tributary.load.client.Address;

/** Starts the bare mail sink in a JVM of its own, from this program's class path. It serves SMTP at its only port. */
public final class BareMailLauncher implements Launcher {

    private static final String MAIN = "tributary.load.bare.BareMailMain";
    private static final String READY = "bare server is ready on port ";
    private static final long TIMEOUT_SECONDS = 30;

    private final List<String> jvmFlags;
    private final Pinning pinning;

    /** @param jvmFlags memory and collector, as the other side has them */
    public BareMailLauncher(List<String> jvmFlags, Pinning pinning) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.pinning = pinning;
    }

    @Override
    public Server launch() throws IOException {
        Path folder = Files.createTempDirectory("tributary-bench");
        List<String> command = new ArrayList<>(pinning.server());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        command.add(folder.resolve("mails").toString());
        Child child = Child.start(new ProcessBuilder(command), folder, READY, TIMEOUT_SECONDS);
        int port = Integer.parseInt(child.readyLine().substring(READY.length()));
        return new Server(child, new Address(port, "bare"), port);
    }
}
