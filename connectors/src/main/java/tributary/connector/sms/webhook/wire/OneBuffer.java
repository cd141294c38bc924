package tributary.connector.sms.webhook.wire;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** Bytes that are there already, as a stream. Used on one context; gives them out on the first demand. */
public final class OneBuffer implements ReadStream<Buffer> {

    private final Buffer bytes;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private boolean paused;
    private boolean given;
    private boolean ended;

    public OneBuffer(Buffer bytes) {
        this.bytes = bytes;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> faults) {
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> taker) {
        handler = taker;
        give();
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        paused = true;
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        paused = false;
        give();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return amount > 0 ? resume() : this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> ended) {
        endHandler = ended;
        give();
        return this;
    }

    private void give() {
        if (paused || handler == null || endHandler == null) {
            return;
        }
        if (!given) {
            given = true;
            handler.handle(bytes);
        }
        if (!paused && !ended) {
            ended = true;
            endHandler.handle(null);
        }
    }
}
