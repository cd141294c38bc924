package tributary.gateway.platform.blobs;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One stream on its way into the table. Chunks are committed one by one, under a blob nobody can see yet, because a slow
 * sender must not keep a transaction open; the last one commits together with the blob's completion.
 *
 * <p>Its fields change only in the stream's handlers, so that it needs no lock; what runs after a statement sees copies.
 */
final class BlobUpload {

    private final BlobTable table;
    private final ReadStream<Buffer> stream;
    private final long maxBytes;
    private final UUID id;
    private final Consumer<Buffer> seen;
    private final Promise<Blob> result = Promise.promise();

    private Buffer pending = Buffer.buffer();
    private long bytes;
    private int chunks;
    private Future<Void> written = Future.succeededFuture();

    BlobUpload(BlobTable table, ReadStream<Buffer> stream, long maxBytes, Consumer<Buffer> seen, UUID id) {
        this.table = table;
        this.stream = stream;
        this.maxBytes = maxBytes;
        this.seen = seen;
        this.id = id;
    }

    Future<Blob> run() {
        stream.exceptionHandler(this::fail);
        stream.endHandler(ended -> finish());
        stream.handler(this::take);
        stream.resume();
        return result.future();
    }

    private void take(Buffer data) {
        if (result.future().isComplete()) {
            return;
        }
        bytes += data.length();
        if (bytes > maxBytes) {
            stream.pause();
            fail(new BlobStore.TooLargeException(maxBytes));
            return;
        }
        seen.accept(data);
        pending.appendBuffer(data);
        if (pending.length() > BlobTable.CHUNK_BYTES) {
            stream.pause();
            flush();
        }
    }

    /**
     * Keeps the last bytes back, so that at the end there is something to commit with. While these are on their way the next
     * are collected.
     */
    private void flush() {
        Future<Void> before = written;
        int from = 0;
        for (; pending.length() - from > BlobTable.CHUNK_BYTES; from += BlobTable.CHUNK_BYTES) {
            Buffer chunk = pending.getBuffer(from, from + BlobTable.CHUNK_BYTES);
            int number = chunks++;
            written = written.compose(last -> table.writeChunk(id, number, chunk));
        }
        pending = pending.getBuffer(from, pending.length());
        written.onFailure(this::fail);
        before.onSuccess(all -> stream.resume());
    }

    private void finish() {
        Buffer last = pending;
        int number = chunks;
        Blob blob = new Blob(id, bytes);
        written.compose(before -> table.complete(blob, number, last))
                .onSuccess(done -> result.tryComplete(blob))
                .onFailure(this::fail);
    }

    private void fail(Throwable failure) {
        if (result.future().isComplete()) {
            return;
        }
        Future<Void> gone = chunks == 0 ? Future.succeededFuture() : written.transform(any -> table.discard(id));
        // What cannot be removed now is removed as unused later.
        gone.onComplete(any -> result.tryFail(failure));
    }
}
