package tributary.connector.email;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;

/**
 * The canonical hash of a mail: what its author wrote, and nothing that hosts on the way add. The same mail by two routes
 * has the same hash.
 */
final class MailContent {

    private static final Set<String> AUTHORS = Set.of(
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "mime-version",
            "content-type",
            "content-transfer-encoding");
    private static final int LONGEST_NAME = 64;

    private MailContent() {}

    /** SHA-256 of the author's header fields, in order, and of the body. Reads the stream to its end. */
    static Buffer hash(InputStream mail) throws IOException {
        MessageDigest digest = sha256();
        byte[] piece = new byte[16 * 1024];
        Header header = new Header(digest);
        for (int read = mail.read(piece); read >= 0; read = mail.read(piece)) {
            int body = header.take(piece, read);
            digest.update(piece, body, read - body);
        }
        return Buffer.buffer(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Goes through header bytes one by one, with memory for a field's name only. */
    private static final class Header {
        private final MessageDigest digest;
        private final StringBuilder name = new StringBuilder();
        private boolean naming = true;
        private boolean counted;
        private boolean lineStart = true;
        private boolean over;

        Header(MessageDigest digest) {
            this.digest = digest;
        }

        /** Answers where the body begins in this piece. */
        int take(byte[] piece, int length) {
            int i = 0;
            while (i < length && !over) {
                take(piece[i++]);
            }
            return i;
        }

        private void take(byte octet) {
            if (lineStart && octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n') {
                naming = true;
                name.setLength(0);
            }
            if (octet == '\n') {
                over = lineStart;
                lineStart = true;
            } else if (octet != '\r') {
                lineStart = false;
            }
            if (naming) {
                name(octet);
            } else if (counted) {
                digest.update(octet);
            }
        }

        private void name(byte octet) {
            if (octet != ':' && octet != '\n' && name.length() < LONGEST_NAME) {
                name.append((char) (octet & 0xff));
                return;
            }
            String word = name.toString().strip().toLowerCase(Locale.ROOT);
            naming = false;
            counted = AUTHORS.contains(word);
            if (counted) {
                digest.update(word.getBytes(StandardCharsets.ISO_8859_1));
                digest.update(octet);
            }
        }
    }
}
