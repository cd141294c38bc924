package tributary.connector;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The received bytes: dots unstuffed, every line ended by CRLF, without any header of ours. In memory up to a bound, else in
 * a temporary file; exactly one of {@link #inMemory} and {@link #file} is there. The listener deletes it when {@link
 * Mailbox#deliver} has ended or its time is over.
 */
public interface MailSpool {

    /** How many bytes there are. */
    long bytes();

    /**
     * The bytes from the beginning, any number of times. For worker threads: it may read a disk.
     *
     * @throws IOException if the file cannot be read, or is gone because the time was over
     */
    InputStream open() throws IOException;

    /** The bytes, if they are in memory; not to be changed. */
    Optional<Buffer> inMemory();

    /** The file, if they are in one. */
    Optional<Path> file();
}
