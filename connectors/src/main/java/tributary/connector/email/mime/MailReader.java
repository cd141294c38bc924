package tributary.connector.email.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads mails: RFC 5322, RFC 2045 to 2049, and what senders make of them. Blocks while the streams do; for worker
 * threads. Keeps no state between mails; for any number of threads.
 */
public final class MailReader {
    private final MailBounds bounds;

    public MailReader(MailBounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Reads a mail once from its beginning and leaves the stream open. No octets make it fail.
     *
     * @param mail the message as received
     * @param parts where its files go while it is read; its failures are {@link IOException}s
     * @throws IOException if one of the streams fails
     */
    public ParsedMail read(InputStream mail, PartSink parts) throws IOException {
        return new MailReading(bounds, mail, parts).read();
    }
}
