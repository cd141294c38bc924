package tributary.connector.email.auth;

import java.io.IOException;
import java.io.InputStream;

/** The received mail, CRLF and dots removed; opened on a worker thread, closed by whoever opened it. */
@FunctionalInterface
public interface MailBytes {
    InputStream open() throws IOException;
}
