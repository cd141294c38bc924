package tributary.load.faults.town;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One process under test. Its parent is this program, so that its end is seen and not assumed. */
public final class Engine {

    private static final long POLL_MS = 20;

    private final String name;
    private final List<String> command;
    private final Path log;
    private final BooleanSupplier ready;
    private Process process;

    private Engine(String name, List<String> command, Path log, BooleanSupplier ready, Process process) {
        this.name = name;
        this.command = command;
        this.log = log;
        this.ready = ready;
        this.process = process;
    }

    /** Starts a process; {@link #awaitReady} says when it serves. It ends with this program, also when that is killed. */
    public static Engine start(String name, List<String> command, Path log, BooleanSupplier ready) throws IOException {
        return new Engine(name, command, log, ready, spawn(command, log));
    }

    public void restart() throws IOException {
        process = spawn(command, log);
    }

    /** @throws IOException if it ends, or does not serve in time */
    public void awaitReady(long seconds) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - until > 0) {
                throw new IOException(name + " does not serve"
                        + (process.isAlive() ? "" : ", it ended with code " + process.exitValue()) + "; see " + log
                        + "\n" + tail());
            }
            Pause.ms(POLL_MS);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As a crash: at once, with all that it started. Returns when they are gone. */
    public void kill() throws IOException {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(10);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - until < 0) {
            Pause.ms(POLL_MS);
        }
    }

    /** Asks it to stop, and waits. */
    public void terminate(long seconds) throws IOException {
        process.destroy();
        awaitEnd(seconds);
    }

    public void signal(String signal) throws IOException {
        signal(signal, List.of(pid()));
    }

    public static void signal(String signal, List<Long> pids) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> command.add(pid.toString()));
        Commands.run(command);
    }

    /**
     * Stops the process and all that it started. The process stops first, so that in between none is added, and one that
     * ends keeps its number.
     *
     * @return all of them, itself last: the order in which {@link #signal} may let them go on
     */
    public List<Long> standStill() throws IOException {
        signal("STOP");
        List<Long> all = new ArrayList<>();
        process.descendants().forEach(child -> all.add(child.pid()));
        all.add(pid());
        signal("STOP", all);
        return all;
    }

    /** How often a text stands in its log. */
    public long logged(String text) throws IOException {
        try (java.util.stream.Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    private void awaitEnd(long seconds) throws IOException {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException(name + " is still there after " + seconds + " s");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private static Process spawn(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("TRIBUTARY_"));
        return builder.start();
    }
}
