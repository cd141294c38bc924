package tributary.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tributary.load.client.Address;

/** Starts a bare server in a JVM of its own, from this program's class path. It has one port, whatever that is for. */
public final class BareLauncher implements Launcher {

    private static final String PACKAGE = "tributary.load.bare.";
    private static final String READY = "bare server is ready on port ";
    private static final long TIMEOUT_SECONDS = 30;

    private final String main;
    private final Function<Path, String> argument;
    private final List<String> jvmFlags;
    private final Pinning pinning;

    private BareLauncher(String main, Function<Path, String> argument, List<String> jvmFlags, Pinning pinning) {
        this.main = main;
        this.argument = argument;
        this.jvmFlags = List.copyOf(jvmFlags);
        this.pinning = pinning;
    }

    /**
     * One that takes requests and sockets.
     *
     * @param jvmFlags memory and collector, as the other side has them
     * @param eventBytes the size of an event that carries a message
     */
    public static BareLauncher ofSockets(List<String> jvmFlags, int eventBytes, Pinning pinning) {
        return new BareLauncher("BareMain", folder -> Integer.toString(eventBytes), jvmFlags, pinning);
    }

    /** A mail sink. */
    public static BareLauncher ofMail(List<String> jvmFlags, Pinning pinning) {
        return new BareLauncher(
                "BareMailMain", folder -> folder.resolve("mails").toString(), jvmFlags, pinning);
    }

    /** A client of a message centre, which is to listen at {@link Server#ownPort}. */
    public static BareLauncher ofCentre(List<String> jvmFlags, Pinning pinning) {
        return new BareLauncher("BareCentreMain", folder -> "127.0.0.1", jvmFlags, pinning);
    }

    @Override
    public Server launch() throws IOException {
        Path folder = Files.createTempDirectory("tributary-bench");
        Child child = Child.start(new ProcessBuilder(command(folder)), folder, READY, TIMEOUT_SECONDS);
        int port = Integer.parseInt(child.readyLine().substring(READY.length()));
        return new Server(child, new Address(port, "bare"), port);
    }

    private List<String> command(Path folder) {
        List<String> command = new ArrayList<>(pinning.server());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PACKAGE + main, argument.apply(folder)));
        return command;
    }
}
