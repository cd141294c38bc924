package tributary.config.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A secret that lies in a file of its own, as container platforms mount them. Read once, at the start. */
public final class SecretFile {
    /** A certificate chain with its key fits; a log file named by mistake does not. */
    private static final long MOST_BYTES = 64 * 1024;

    private SecretFile() {}

    /**
     * The file's text without its last newline, which editors and {@code echo} add.
     *
     * @throws IllegalArgumentException if there is no such text; the message names the file, never its content
     */
    public static String read(String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException("expected a file of at most 64 KiB, found \"" + file + "\"");
            }
            return withoutLastNewline(Files.readString(path));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("expected a readable text file, found \"" + file + "\"", e);
        }
    }

    private static String withoutLastNewline(String text) {
        return text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text.replaceFirst("\n\\z", "");
    }
}
