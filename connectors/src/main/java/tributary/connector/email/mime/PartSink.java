package tributary.connector.email.mime;

import java.io.IOException;
import java.io.OutputStream;

/** Takes the decoded octets of a mail's files, one after the other. */
@FunctionalInterface
public interface PartSink {
    /**
     * Opens the place for one file; {@link MailReader} writes and closes it before it opens the next.
     *
     * @param path the part's place, such as {@code 2.1}: a key of its own within the mail
     * @param name the label
     * @param type media type the sender claims
     */
    OutputStream open(String path, String name, String type) throws IOException;
}
