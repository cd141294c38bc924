package tributary.connector.email.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mails under {@code /mail} of the class path, and mails read from octets. */
public final class MailFixtures {
    private MailFixtures() {}

    /** Paths of all files the manifest names, in its order. */
    public static List<String> all() {
        return new String(octets("MANIFEST.tsv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
    }

    /** The octets of a file below {@code /mail}. */
    public static byte[] octets(String path) {
        try (InputStream in = MailFixtures.class.getResourceAsStream("/mail/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + path);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A mail with the octets of its files, by path. */
    public record Read(ParsedMail mail, Map<String, ByteArrayOutputStream> files) {
        String file(String path) {
            return files.get(path).toString(StandardCharsets.UTF_8);
        }

        /** Name and content of the file of this name. */
        String named(String name) {
            return file(mail.parts().stream()
                    .filter(part -> part.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .path());
        }
    }

    /** Reads a mail. */
    public static Read read(byte[] octets) {
        return read(octets, MailBounds.DEFAULT);
    }

    /** Reads a mail within bounds. */
    public static Read read(byte[] octets, MailBounds bounds) {
        Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
        try {
            ParsedMail mail = new MailReader(bounds).read(new ByteArrayInputStream(octets), (path, name, type) -> {
                ByteArrayOutputStream file = new ByteArrayOutputStream();
                if (files.put(path, file) != null) {
                    throw new AssertionError("path twice: " + path);
                }
                return file;
            });
            return new Read(mail, files);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    /** Reads a mail given as text: a line feed stands for CRLF, each character for an octet. */
    public static Read read(String text) {
        return read(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a file below {@code /mail}. */
    public static Read fixture(String path) {
        return read(octets(path));
    }
}
