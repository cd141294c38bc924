package tributary.load.faults.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The ledgers as files, one line an entry with its time in ms, synced to the disk four times a second and before each check: a
 * person can read in them what happened when the checker says that it should not have. Any thread.
 */
final class LedgerFiles implements AutoCloseable {

    /** {@code sent.txt} and so on. */
    enum Name {
        SENT,
        TOLD,
        DELIVERED,
        PUSHED
    }

    private static final long SYNC_MS = 250;
    private static final long SYNC_SECONDS = 60;

    private final Map<Name, FileChannel> files = new EnumMap<>(Name.class);
    private final ScheduledExecutorService syncing = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ledger-sync");
        thread.setDaemon(true);
        return thread;
    });

    LedgerFiles(Path folder) throws IOException {
        for (Name name : Name.values()) {
            files.put(
                    name,
                    FileChannel.open(
                            folder.resolve(name.name().toLowerCase(java.util.Locale.ROOT) + ".txt"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND));
        }
        syncing.scheduleWithFixedDelay(this::trySync, SYNC_MS, SYNC_MS, TimeUnit.MILLISECONDS);
    }

    void line(Name name, String text) throws IOException {
        byte[] line = (System.currentTimeMillis() + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
        FileChannel file = files.get(name);
        if (file != null) {
            file.write(ByteBuffer.wrap(line));
        }
    }

    void sync() throws IOException {
        for (FileChannel file : files.values()) {
            file.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        endSyncing();
        sync();
        for (FileChannel file : files.values()) {
            file.close();
        }
    }

    /** Without an interrupt, which would close a file that is being synced. */
    private void endSyncing() throws IOException {
        syncing.shutdown();
        try {
            if (!syncing.awaitTermination(SYNC_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the ledgers were not synced within " + SYNC_SECONDS + " s");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the ledgers were synced", stop);
        }
    }

    private void trySync() {
        try {
            sync();
        } catch (IOException full) {
            // The next check syncs again, and says so.
        }
    }
}
