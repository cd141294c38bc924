package tributary.connector.email.send;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A buffer in pieces, one for each turn of the event loop: encoding a large one at once would hold it up. */
public final class BufferStream implements ReadStream<Buffer> {
    private static final int PIECE = 57 * 512;

    private final Buffer content;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> end;
    private int next;
    private long demand = Long.MAX_VALUE;
    private boolean turning;
    private boolean ended;

    public BufferStream(Buffer content) {
        this.content = content;
    }

    @Override
    public BufferStream exceptionHandler(@Nullable Handler<Throwable> ignored) {
        return this;
    }

    @Override
    public BufferStream handler(@Nullable Handler<Buffer> to) {
        handler = to;
        turn();
        return this;
    }

    @Override
    public BufferStream endHandler(@Nullable Handler<Void> to) {
        end = to;
        return this;
    }

    @Override
    public BufferStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public BufferStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public BufferStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        turn();
        return this;
    }

    private void turn() {
        Context context = Vertx.currentContext();
        if (!turning && context != null) {
            turning = true;
            context.runOnContext(ignored -> piece());
        }
    }

    private void piece() {
        turning = false;
        if (handler == null || ended || demand == 0) {
            return;
        }
        if (next == content.length()) {
            ended = true;
            if (end != null) {
                end.handle(null);
            }
            return;
        }
        int from = next;
        next = Math.min(content.length(), from + PIECE);
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        handler.handle(content.getBuffer(from, next));
        turn();
    }
}
