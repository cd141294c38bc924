package tributary.load.faults.town;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Short programs of the system that the harness needs. */
public final class Commands {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private Commands() {}

    /**
     * @return what it said
     * @throws IOException with its output if it fails
     */
    public static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
        return output;
    }

    /** The words before a command that make it end with this program, and run as nobody where root may not run it. */
    public static List<String> child(boolean notRoot) {
        return notRoot && ROOT
                ? List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--pdeathsig", "KILL")
                : List.of("setpriv", "--pdeathsig", "KILL");
    }

    /** Whether this program may do everything. */
    public static boolean root() {
        return ROOT;
    }

    /** Whether a program is on the path, or where only root looks. */
    public static boolean exists(String name) {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)),
                        Stream.of("/usr/sbin", "/sbin"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    static boolean lives(String pid) {
        return Files.exists(Path.of("/proc", pid));
    }
}
