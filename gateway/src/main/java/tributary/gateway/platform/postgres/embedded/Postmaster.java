package tributary.gateway.platform.postgres.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server: watched by one thread, started again when it dies unasked, stopped once. */
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final long LONGEST_LOG_BYTES = 10L << 20;
    private static final int TAIL_BYTES = 4096;
    private static final long START_SECONDS = 60;
    private static final long FAST_STOP_SECONDS = 7;
    private static final long RESTART_SECONDS = 2;

    private final Path data;
    private final Path log;
    private final List<String> command;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile @Nullable Process process;

    Postmaster(Path data, Path log, List<String> command) {
        this.data = data;
        this.log = log;
        this.command = List.copyOf(command);
    }

    /** Returns when the server takes connections. */
    void start() {
        // The kernel stops the server when the thread that started it ends: so this one lives as long as the server.
        Thread keeper = new Thread(this::keep, "postgres-keeper");
        keeper.setDaemon(true);
        keeper.start();
        try {
            ready.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EmbeddedPostgres.StartException start ? start : e;
        }
    }

    /** Fast, and immediate when that takes too long: recovery at the next start then loses nothing either. */
    void stop() throws IOException {
        stopping.countDown();
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            Process running = process;
            if (running == null || !running.isAlive()) {
                return;
            }
            PidFile.signal(running.pid(), signal);
            if (exits(running, FAST_STOP_SECONDS)) {
                return;
            }
        }
    }

    private void keep() {
        try {
            Process server = launch();
            ready.complete(null);
            while (server != null) {
                watch(server);
                server = relaunch(server.exitValue());
            }
        } catch (IOException | RuntimeException e) {
            ready.completeExceptionally(e);
        }
    }

    private void watch(Process server) throws IOException {
        while (!exits(server, 60)) {
            boundLog();
        }
    }

    /** Null when the server went because it was asked to. */
    private @Nullable Process relaunch(int exitCode) {
        long wait = 0;
        while (!stopped(wait)) {
            LOG.atError().addKeyValue("exitCode", exitCode).log("embedded PostgreSQL died and is started again");
            try {
                new PidFile(data).clear();
                return launch();
            } catch (IOException | RuntimeException e) {
                LOG.atError().addKeyValue("error", e.toString()).log("embedded PostgreSQL could not be started again");
                wait = RESTART_SECONDS;
            }
        }
        return null;
    }

    private Process launch() throws IOException {
        boundLog();
        long before = Files.exists(log) ? Files.size(log) : 0;
        ProcessBuilder builder = new ProcessBuilder(command).directory(data.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        started.getOutputStream().close();
        process = started;
        if (stopped(0)) {
            PidFile.signal(started.pid(), "INT");
        }
        PidFile file = new PidFile(data);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!file.ready(started.pid())) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroy();
                throw new EmbeddedPostgres.StartException("PostgreSQL did not start: " + tail(before));
            }
            PidFile.pause(5);
        }
        return started;
    }

    /** The server appends, so that cutting the file off under it is safe; what was in it is kept once. */
    private void boundLog() throws IOException {
        if (Files.exists(log) && Files.size(log) > LONGEST_LOG_BYTES) {
            Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                file.setLength(0);
            }
        }
    }

    private String tail(long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(Math.min(from, file.length()), file.length() - TAIL_BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    private boolean stopped(long seconds) {
        return await(() -> stopping.await(seconds, TimeUnit.SECONDS));
    }

    private static boolean exits(Process process, long seconds) {
        return await(() -> process.waitFor(seconds, TimeUnit.SECONDS));
    }

    private static boolean await(Wait wait) {
        try {
            return wait.over();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private interface Wait {
        boolean over() throws InterruptedException;
    }
}
