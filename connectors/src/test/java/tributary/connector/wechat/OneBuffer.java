package tributary.connector.wechat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A stream of one buffer. */
final class OneBuffer implements ReadStream<Buffer> {
    private final Vertx vertx;
    private final Buffer content;
    private Handler<Buffer> data = part -> {};
    private Handler<Void> end = done -> {};

    OneBuffer(Vertx vertx, Buffer content) {
        this.vertx = vertx;
        this.content = content;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        data = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        vertx.runOnContext(on -> {
            data.handle(content);
            end.handle(null);
        });
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        end = handler;
        return this;
    }
}
