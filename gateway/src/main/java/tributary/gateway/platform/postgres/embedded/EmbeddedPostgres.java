package tributary.gateway.platform.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL that belongs to this node: unpacked, initialised and started from what comes on the class path, and
 * reachable only through a socket in a folder that nobody else can enter.
 *
 * <p>Below {@code <data-dir>/postgres} lie {@code bin-*} (the programs), {@code data} (the cluster), {@code run} (the
 * socket), {@code postgres.log} and {@code lock}. One node per data directory: the lock is held until {@link #stop}, or
 * until the process is gone, however it goes. If the server dies alone it is started again.
 *
 * <p>Every method blocks: call them before Vert.x starts, after it closed, or from a worker.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The database superuser; the socket's folder decides who may be it. */
    public static final String USER = "tributary";

    public static final String DATABASE = "postgres";

    /** Names the socket file; nothing listens on TCP. */
    public static final int PORT = 5432;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** {@code sun_path} is 108 bytes with the closing zero. */
    private static final int LONGEST_SOCKET_PATH = 107;

    static final String SOCKET = "/.s.PGSQL." + PORT;

    private final FileChannel lock;
    private final Path socketFolder;
    private final Postmaster postmaster;

    private EmbeddedPostgres(FileChannel lock, Path socketFolder, Postmaster postmaster) {
        this.lock = lock;
        this.socketFolder = socketFolder;
        this.postmaster = postmaster;
    }

    /**
     * Starts the server of this node and returns when it takes connections.
     *
     * @param dataDir the node's data directory; made if missing
     * @throws InUseException when another node holds the directory
     * @throws StartException when the server cannot run, with the reason from its log
     */
    public static EmbeddedPostgres start(Path dataDir) {
        return start(dataDir, dataDir.resolve("postgres"));
    }

    /** The same with the programs unpacked in a folder that several data directories share. */
    public static EmbeddedPostgres start(Path dataDir, Path programs) {
        long began = System.nanoTime();
        try {
            Path home = Files.createDirectories(dataDir.resolve("postgres")).toRealPath();
            FileChannel lock = lock(home);
            try {
                EmbeddedPostgres started =
                        start(home, Files.createDirectories(programs).toRealPath(), lock);
                LOG.atInfo()
                        .addKeyValue("dataDir", home)
                        .addKeyValue("tookMs", (System.nanoTime() - began) / 1_000_000)
                        .log("embedded PostgreSQL is running");
                return started;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("starting PostgreSQL in " + dataDir, e);
        }
    }

    /** The socket's folder of the server that runs in this data directory now, started by whatever process. */
    public static Optional<Path> running(Path dataDir) {
        return new PidFile(dataDir.resolve("postgres/data"))
                .socketFolder()
                .filter(folder -> Files.exists(Path.of(folder + SOCKET)));
    }

    /** The folder of the Unix socket: what a client takes as its host. */
    public Path socketFolder() {
        return socketFolder;
    }

    /** Stops the server fast: open transactions are rolled back, everything committed stays. Safe to call twice. */
    public void stop() {
        try {
            postmaster.stop();
            if (!socketFolder.endsWith("run")) {
                Binaries.delete(socketFolder);
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("stopping PostgreSQL", e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static EmbeddedPostgres start(Path home, Path programs, FileChannel lock) throws IOException {
        Path data = home.resolve("data");
        Binaries binaries = Binaries.in(programs);
        Account account = Account.of(data, home, programs);
        new PidFile(data).clear();
        Cluster cluster = new Cluster(data, binaries, account);
        cluster.initialise();
        Path sockets = socketFolder(home, account);
        Postmaster postmaster = new Postmaster(data, home.resolve("postgres.log"), cluster.server(sockets));
        postmaster.start();
        return new EmbeddedPostgres(lock, sockets, postmaster);
    }

    /** A socket's path is short by law; a deep data directory gets a private folder in the temporary one. */
    private static Path socketFolder(Path home, Account account) throws IOException {
        Path run = home.resolve("run");
        if ((run + SOCKET).getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
            run = Files.createTempDirectory("tributary-");
        } else {
            Binaries.delete(run);
            Files.createDirectory(run);
        }
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
        account.own(run);
        return run;
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel = FileChannel.open(
                home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String holder =
                    StandardCharsets.UTF_8.decode(read(channel)).toString().strip();
            channel.close();
            throw new InUseException(home, holder);
        }
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static ByteBuffer read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        return text.flip();
    }

    /** Another node holds the data directory. */
    public static final class InUseException extends RuntimeException {
        InUseException(Path folder, String holder) {
            super("data-dir: expected a directory of this node alone, found \"" + folder + "\" in use by process "
                    + holder + "; stop that node or give this one another data-dir");
        }
    }

    /** The server cannot be started here. */
    public static final class StartException extends RuntimeException {
        StartException(String message) {
            super(message);
        }
    }
}
