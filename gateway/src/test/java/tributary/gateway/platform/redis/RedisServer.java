package tributary.gateway.platform.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tributary.gateway.TestNode;

/** A real Redis for tests, on a free port, without files. It ends with this program, also when that is killed. */
final class RedisServer implements AutoCloseable {

    private static final String BINARY = "redis-server-6.2.6-v5-linux-amd64";

    private final int port;
    private final Path folder;
    private Process process;

    RedisServer() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            folder = Files.createTempDirectory("tributary-redis");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        start();
    }

    RedisConfig config() {
        return new RedisConfig("redis://127.0.0.1:" + port + "/0");
    }

    void start() {
        try {
            process = new ProcessBuilder(List.of(
                            "setpriv",
                            "--pdeathsig",
                            "KILL",
                            binary().toString(),
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--dir",
                            folder.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        TestNode.eventually(this::answers);
    }

    /** As a crash does. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops answering, with all connections open. */
    void pause() {
        signal("STOP");
    }

    void wake() {
        signal("CONT");
    }

    @Override
    public void close() {
        wake();
        kill();
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            LockSupport.parkNanos(10_000_000);
            return false;
        }
    }

    private Path binary() throws IOException {
        Path file = folder.resolve("redis-server");
        if (!Files.exists(file)) {
            try (InputStream packed = RedisServer.class.getResourceAsStream("/" + BINARY)) {
                Files.copy(packed, file);
            }
            if (!file.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + file + " executable");
            }
        }
        return file;
    }
}
