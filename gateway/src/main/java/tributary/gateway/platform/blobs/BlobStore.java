package tributary.gateway.platform.blobs;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Keeps bytes for all nodes. A blob is visible whole or not at all, and only to who knows its id; what nothing refers to
 * is removed after a while. Memory is bounded by a few chunks for each stream, whatever the size of the blob.
 */
public interface BlobStore {

    /**
     * Stores what the stream gives until its end. To be called on the stream's context before it flows (or while it is
     * paused); sets its handlers and resumes it.
     *
     * @param seen gets each piece in order, on the stream's context: for a hash, say
     * @return after the commit. Fails with {@link TooLargeException}, with the stream's own failure or with the store's;
     *     nothing is kept then and the stream is left paused, for its owner to cancel
     */
    Future<Blob> write(ReadStream<Buffer> bytes, long maxBytes, Consumer<Buffer> seen);

    /** Stores bytes that are in memory already. */
    Future<Blob> write(Buffer bytes);

    /**
     * Writes many small ones at once.
     *
     * @return the blobs in the same order
     */
    Future<List<Blob>> write(List<Buffer> small);

    /** What is stored under this id; empty also for one that is still being written. */
    Future<Optional<Blob>> find(UUID id);

    /**
     * Writes a range of the blob to the stream, as fast as the stream takes it, and does not end it.
     *
     * @param from first byte, 0 or more
     * @param length number of bytes; {@code from + length} is at most the blob's size
     * @return when the last byte was taken. Fails with {@link MissingException}, or with the stream's failure
     */
    Future<Void> read(UUID id, long from, long length, WriteStream<Buffer> to);

    /**
     * The whole blob in memory.
     *
     * @return fails with {@link MissingException}, or {@link TooLargeException} when it is larger
     */
    Future<Buffer> read(UUID id, long maxBytes);

    /**
     * Removes some of what nothing has referred to for that long, half uploads included. To be repeated while it removes.
     *
     * @return how many blobs went
     */
    Future<Integer> removeUnused(Duration age);

    /** More bytes than allowed. */
    final class TooLargeException extends RuntimeException {
        private final long maxBytes;

        public TooLargeException(long maxBytes) {
            super("expected at most " + maxBytes + " bytes, found more");
            this.maxBytes = maxBytes;
        }

        public long maxBytes() {
            return maxBytes;
        }
    }

    /** No such blob, or not such a range of it. */
    final class MissingException extends RuntimeException {
        public MissingException(UUID id) {
            super("no such blob or range: " + id);
        }
    }
}
