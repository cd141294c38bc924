package tributary.connector.email;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tributary.connector.email.mime.PartSink;
import tributary.connector.email.send.BufferStream;

/**
 * Holds the files of one mail between reading and storing: small ones in memory up to a sum, the others on disk. {@link
 * #open} blocks; {@link #close} removes what is on disk.
 */
final class FileSpool implements PartSink {

    private static final int MOST_IN_MEMORY = 1024 * 1024;

    private final Vertx vertx;
    private final Map<String, Part> parts = new HashMap<>();
    private int inMemory;

    FileSpool(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public OutputStream open(String path, String name, String type) {
        Part part = new Part();
        parts.put(path, part);
        return part;
    }

    /** The bytes of one file, unless they are on the disk. */
    Optional<Buffer> inMemory(String path) {
        return Optional.ofNullable(parts.get(path))
                .filter(part -> part.file == null)
                .map(part -> Buffer.buffer(part.memory.toByteArray()));
    }

    /** Gives the bytes of one file to whoever stores them. */
    <T> Future<T> read(String path, BiFunction<String, ReadStream<Buffer>, Future<T>> store) {
        Part part = parts.get(path);
        if (part == null) {
            return Future.failedFuture(new IllegalStateException("file: expected one at " + path));
        }
        if (part.file == null) {
            return store.apply(path, new BufferStream(Buffer.buffer(part.memory.toByteArray())));
        }
        return vertx.fileSystem()
                .open(part.file.toString(), new OpenOptions().setWrite(false).setCreate(false))
                .compose(file -> store.apply(path, file.setReadBufferSize(MailStreams.PIECE))
                        .eventually(file::close));
    }

    Future<Void> close() {
        Future<Void> closed = Future.succeededFuture();
        for (Part part : parts.values()) {
            Path file = part.file;
            if (file != null) {
                closed = closed.compose(
                        before -> vertx.fileSystem().delete(file.toString()).otherwiseEmpty());
            }
        }
        return closed;
    }

    /** One file: in memory until the sum of all is reached. */
    private final class Part extends OutputStream {
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private @Nullable OutputStream disk;
        private @Nullable Path file;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            if (disk == null && inMemory + length > MOST_IN_MEMORY) {
                file = Files.createTempFile("tributary-part", ".bin");
                disk = Files.newOutputStream(file);
                memory.writeTo(disk);
                inMemory -= memory.size();
                memory.reset();
            }
            if (disk != null) {
                disk.write(octets, from, length);
            } else {
                memory.write(octets, from, length);
                inMemory += length;
            }
        }

        @Override
        public void close() throws IOException {
            if (disk != null) {
                disk.close();
            }
        }
    }
}
