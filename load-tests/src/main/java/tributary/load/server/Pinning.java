package tributary.load.server;

import java.io.IOException;
import java.util.List;

/** Which cores the two sides may use: all, or the server with its children core 0 and the load client core 1. */
public enum Pinning {

    /** As the machine likes. */
    NONE,

    /** One core each. */
    ONE_CORE_EACH;

    /** What stands before the server's command. */
    List<String> server() {
        return this == NONE ? List.of() : List.of("taskset", "-c", "0");
    }

    /**
     * Moves this process, with all its threads, to its core.
     *
     * @throws IOException if taskset is missing or refuses
     */
    public void applyToThisProcess() throws IOException, InterruptedException {
        if (this == NONE) {
            return;
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        Process taskset = new ProcessBuilder("taskset", "-acp", "1", pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset could not move this process to core 1");
        }
    }
}
