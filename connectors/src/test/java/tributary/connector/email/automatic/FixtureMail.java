package tributary.connector.email.automatic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tributary.connector.email.mime.MailBounds;
import tributary.connector.email.mime.MailReader;

/** Fixtures, read as the connector reads them. */
final class FixtureMail {
    private static final MailReader READER = new MailReader(MailBounds.DEFAULT);

    private FixtureMail() {}

    static MailHead read(String path) throws IOException {
        try (InputStream in = FixtureMail.class.getResourceAsStream("/mail/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException(path);
            }
            return parse(in);
        }
    }

    static MailHead of(String raw) throws IOException {
        return parse(new ByteArrayInputStream(
                raw.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static MailHead parse(InputStream raw) throws IOException {
        return MailHead.of(READER.read(raw, (path, name, type) -> OutputStream.nullOutputStream()));
    }

    /** As a listener would know it: what Return-Path says; somebody if it is missing. */
    static String envelopeSender(MailHead mail) {
        return mail.header("Return-Path")
                .map(value -> value.replaceAll("[<>\\s]", ""))
                .orElse("unknown@example.invalid");
    }
}
