package tributary.load.server;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A child process, all that it starts itself, and the folder it works in. All of it is gone after {@link #close}, and also
 * when this program is told to stop in the middle.
 */
final class Child implements AutoCloseable {

    private static final long DRAIN_SECONDS = 15;
    private static final int TAIL = 30;

    private final Process process;
    private final Path folder;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread hook = new Thread(this::end, "end-child");

    private Child(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts a command and waits for a line.
     *
     * @param folder where its output goes; removed in the end, also when the start fails
     * @param prefix how the line begins that says it is ready
     * @throws IOException if it ends or stays silent before; the message carries the end of its output
     */
    static Child start(ProcessBuilder command, Path folder, String prefix, long timeoutSeconds) throws IOException {
        Process process = command.redirectErrorStream(true).start();
        Child child = new Child(process, folder);
        Runtime.getRuntime().addShutdownHook(child.hook);
        Thread reader = new Thread(() -> child.read(prefix), "child-output");
        reader.setDaemon(true);
        reader.start();
        try {
            child.ready.get(timeoutSeconds, TimeUnit.SECONDS);
            return child;
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            String tail = child.tail();
            child.close();
            throw new IOException("not ready: " + command.command() + "\n" + tail, failure);
        }
    }

    /** The line that said it is ready. */
    String readyLine() {
        return ready.join();
    }

    long pid() {
        return process.pid();
    }

    /** What it started itself, at this moment. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook is running already and does the same.
        }
    }

    private void end() {
        List<ProcessHandle> all = descendants();
        process.destroy();
        try {
            if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException impatient) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        removeFolder();
    }

    /** What cannot be removed stays in the temporary folder. */
    private void removeFolder() {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException gone) {
            // A file vanished while walking; nothing depends on it.
        }
    }

    private Path log() {
        return folder.resolve("output.log");
    }

    private void read(String prefix) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy = Files.newBufferedWriter(log())) {
            String line;
            while ((line = lines.readLine()) != null) {
                copy.write(line);
                copy.newLine();
                copy.flush();
                if (line.startsWith(prefix)) {
                    ready.complete(line);
                }
            }
        } catch (IOException broken) {
            ready.completeExceptionally(broken);
        }
        ready.completeExceptionally(new IOException("ended before it was ready"));
    }

    private String tail() {
        try (Stream<String> lines = Files.lines(log())) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - TAIL), all.size()));
        } catch (IOException | UncheckedIOException unreadable) {
            return "(no output)";
        }
    }
}
