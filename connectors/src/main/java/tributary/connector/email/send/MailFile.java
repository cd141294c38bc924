package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A file that goes along.
 *
 * @param name as the customer shall see it
 * @param type media type; anything that is none, or that would not be a file, goes as {@code application/octet-stream}
 * @param bytes its size, checked before {@code content} is asked
 * @param contentId without angle brackets: the file is shown where the HTML says {@code cid:} and this; a file that the
 *     HTML does not mention is an ordinary attachment
 * @param content fetches the bytes; asked once for each attempt to send
 */
public record MailFile(
        String name, String type, long bytes, Optional<String> contentId, Supplier<Future<Buffer>> content) {}
