package tributary.gateway.platform.smtp.spool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.connector.MailSpool;

/**
 * One mail while it comes in. Used on the event loop of its connection. Writing never blocks: whoever writes looks at {@link
 * #full} and goes on when the drain handler was called.
 */
public final class Spool {

    /** Larger mails go to a file. */
    public static final int IN_MEMORY = 65_536;

    private static final int WRITE_QUEUE = 262_144;

    private final Vertx vertx;
    private final Path path;

    private Buffer memory = Buffer.buffer();
    private long bytes;
    private @Nullable Future<AsyncFile> opening;
    private @Nullable AsyncFile file;
    private @Nullable Future<Void> discarded;
    private @Nullable Throwable failure;
    private Runnable drained = () -> {};

    Spool(Vertx vertx, Path path) {
        this.vertx = vertx;
        this.path = path;
    }

    /** @param handler called whenever {@link #full} may have become false */
    public Spool drainHandler(Runnable handler) {
        drained = handler;
        return this;
    }

    public void write(Buffer text) {
        if (discarded != null || text.length() == 0) {
            return;
        }
        bytes += text.length();
        AsyncFile open = file;
        if (open != null) {
            append(open, text);
            return;
        }
        memory.appendBuffer(text);
        if (opening == null && bytes > IN_MEMORY) {
            opening = create();
        }
    }

    /** Whether the disk lags behind. */
    public boolean full() {
        AsyncFile open = file;
        return discarded == null && failure == null && (open == null ? opening != null : open.writeQueueFull());
    }

    public long bytes() {
        return bytes;
    }

    /** Completes when all bytes can be read by others; fails if one of them could not be written. */
    public Future<MailSpool> finish() {
        Future<AsyncFile> file = opening;
        if (discarded != null) {
            return Future.failedFuture(new IllegalStateException("spool: expected an open one, found a discarded one"));
        }
        if (file == null) {
            return Future.succeededFuture(new StoredMail(bytes, Optional.of(memory), Optional.empty()));
        }
        return file.compose(AsyncFile::close)
                .compose(closed -> failure == null ? Future.succeededFuture() : Future.failedFuture(failure))
                .map(written -> new StoredMail(bytes, Optional.empty(), Optional.of(path)));
    }

    /** Forgets the mail; any number of times. Completes when no file is left. */
    public Future<Void> discard() {
        Future<Void> before = discarded;
        if (before != null) {
            return before;
        }
        memory = Buffer.buffer();
        Future<AsyncFile> file = opening;
        Future<Void> done = file == null
                ? Future.succeededFuture()
                : file.compose(AsyncFile::close)
                        .transform(closed -> vertx.fileSystem().exists(path.toString()))
                        .compose(
                                there -> there ? vertx.fileSystem().delete(path.toString()) : Future.succeededFuture());
        discarded = done;
        drained.run();
        return done;
    }

    /** Completes after {@link #opened}: whoever waits for the file finds it in use, also when a worker was quicker than us. */
    private Future<AsyncFile> create() {
        OpenOptions options = new OpenOptions()
                .setRead(false)
                .setWrite(true)
                .setCreate(false)
                .setCreateNew(true)
                .setPerms("rw-------");
        return vertx.fileSystem().open(path.toString(), options).andThen(this::opened);
    }

    private void opened(@Nullable AsyncFile open, @Nullable Throwable fault) {
        if (open == null) {
            failure = fault;
        } else {
            use(open);
        }
        drained.run();
    }

    private void use(AsyncFile open) {
        file = open;
        open.setWriteQueueMaxSize(WRITE_QUEUE).drainHandler(less -> drained.run());
        if (discarded == null) {
            append(open, memory);
        }
        memory = Buffer.buffer();
    }

    private void append(AsyncFile open, Buffer text) {
        open.write(text).onFailure(fault -> {
            failure = fault;
            drained.run();
        });
    }
}
