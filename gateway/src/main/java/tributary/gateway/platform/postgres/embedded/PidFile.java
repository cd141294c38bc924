package tributary.gateway.platform.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * {@code postmaster.pid} of a data directory: who serves it, where, and whether it is ready.
 *
 * <p>Its lines are pid, data directory, start time, port, socket folder, address, shared memory, state (PostgreSQL
 * source, {@code miscadmin.h}).
 */
final class PidFile {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path data;

    PidFile(Path data) {
        this.data = data;
    }

    Optional<Long> pid() {
        return line(0).map(Long::valueOf);
    }

    Optional<Path> socketFolder() {
        return line(4).filter(folder -> !folder.isEmpty()).map(Path::of);
    }

    boolean ready(long pid) {
        return pid().filter(found -> found == pid).isPresent()
                && line(7).filter("ready"::equals).isPresent();
    }

    /**
     * Makes room for a new server after a node died: stops what it left running and waits until it is gone. A dead
     * server that nobody reaped yet (a zombie) still counts as alive for PostgreSQL, and so does a stranger that was
     * given its number; therefore the file goes, but only when no process works in the data directory any more, because
     * that file alone keeps two servers apart.
     */
    void clear() throws IOException {
        Optional<Long> pid = pid();
        if (pid.isEmpty()) {
            return;
        }
        for (String signal : List.of("INT", "QUIT")) {
            if (servesHere(pid.get())) {
                signal(pid.get(), signal);
            }
            if (await(() -> !inUse())) {
                remove();
                return;
            }
        }
        throw new EmbeddedPostgres.StartException(
                data + ": a PostgreSQL server (process " + pid.get() + ") still uses it and does not stop");
    }

    /** The socket has a file of the same kind, with the same flaw. */
    private void remove() throws IOException {
        Optional<Path> folder = socketFolder();
        if (folder.isPresent()) {
            Files.deleteIfExists(Path.of(folder.get() + EmbeddedPostgres.SOCKET));
            Files.deleteIfExists(Path.of(folder.get() + EmbeddedPostgres.SOCKET + ".lock"));
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /** Sends a signal that {@link Process} has no method for. */
    static void signal(long pid, String name) throws IOException {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether any live process, the postmaster or an orphan of it, has the data directory as its working directory. */
    private boolean inUse() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .anyMatch(name -> servesHere(Long.parseLong(name)));
        } catch (IOException e) {
            return true;
        }
    }

    private boolean servesHere(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .equals(data.toRealPath());
        } catch (IOException e) {
            // Gone, a zombie (it has no directory), or not ours to look at.
            return false;
        }
    }

    private static boolean await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(20);
        }
        return true;
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> line(int index) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), StandardCharsets.UTF_8);
            return index < lines.size() ? Optional.of(lines.get(index).strip()) : Optional.empty();
        } catch (IOException e) {
            // Not there, or being removed just now.
            return Optional.empty();
        }
    }
}
