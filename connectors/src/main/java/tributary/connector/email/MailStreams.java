package tributary.connector.email;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.util.function.Function;
import tributary.connector.MailSpool;
import tributary.connector.email.send.BufferStream;

/** Gives a received mail to whoever wants it as a stream. */
final class MailStreams {

    /** Small pieces cost a worker's turn each. */
    static final int PIECE = 128 * 1024;

    private MailStreams() {}

    static <T> Future<T> of(Vertx vertx, MailSpool mail, Function<ReadStream<Buffer>, Future<T>> reader) {
        return mail.inMemory()
                .map(bytes -> reader.apply(new BufferStream(bytes)))
                .orElseGet(() -> vertx.fileSystem()
                        .open(
                                mail.file().orElseThrow().toString(),
                                new OpenOptions().setWrite(false).setCreate(false))
                        .compose(file ->
                                reader.apply(file.setReadBufferSize(PIECE)).eventually(file::close)));
    }
}
