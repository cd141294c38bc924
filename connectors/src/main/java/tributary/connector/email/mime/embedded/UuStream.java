package tributary.connector.email.mime.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.connector.email.mime.structure.LineSource;

/**
 * A text without the uuencoded files in it (POSIX uuencode), which are handed out as they are met. A file begins with
 * {@code begin MODE NAME} if a line of data or the end follows, and ends with {@code end} or the first line that is no
 * data. Never fails but with the streams below it.
 */
public final class UuStream extends InputStream {
    private static final Pattern BEGIN = Pattern.compile("begin [0-7]{3,4} {1,4}(\\S[^\\r\\n]{0,250})\\r?\\n?");
    private static final int PIECE = 8192;

    private final LineSource lines;
    private final Files files;
    private byte[] ready = new byte[0];
    private int at;
    private boolean lineStart = true;

    /** Takes the files. */
    public interface Files {
        /** Opens one; the stream is closed when the file has ended. */
        OutputStream open(String name) throws IOException;
    }

    public UuStream(InputStream text, Files files) {
        this.lines = new LineSource(text);
        this.files = files;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == ready.length) {
            Optional<byte[]> line = lines.next(PIECE);
            if (line.isEmpty()) {
                return -1;
            }
            ready = line.get();
            at = 0;
            boolean first = lineStart;
            lineStart = ready[ready.length - 1] == '\n';
            if (first && ready[0] == 'b' && file(text(ready))) {
                at = ready.length;
            }
        }
        int copied = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, target, offset, copied);
        at += copied;
        return copied;
    }

    private boolean file(String line) throws IOException {
        Matcher begin = BEGIN.matcher(line);
        if (!begin.matches()
                || lines.peek(PIECE)
                        .filter(next -> isData(text(next)) || isEnd(text(next)))
                        .isEmpty()) {
            return false;
        }
        try (OutputStream file = files.open(begin.group(1).strip())) {
            Optional<byte[]> next = lines.next(PIECE);
            while (next.isPresent() && isData(text(next.get()))) {
                write(text(next.get()), file);
                next = lines.next(PIECE);
            }
            if (next.isPresent() && !isEnd(text(next.get()))) {
                lines.pushBack(next.get());
            }
        }
        return true;
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static boolean isEnd(String line) {
        return line.equals("end");
    }

    /** The first character says how many octets; blanks at the end may be lost, a check character may follow. */
    private static boolean isData(String line) {
        if (line.isEmpty()) {
            return false;
        }
        int octets = value(line.charAt(0));
        if (octets < 0 || octets > 45 || line.equals("end")) {
            return false;
        }
        int expected = 1 + (octets + 2) / 3 * 4;
        boolean length = line.length() <= expected + 1 && line.length() >= expected - 8;
        return length && line.chars().allMatch(c -> value((char) c) >= 0);
    }

    private static int value(char c) {
        return c == '`' ? 0 : c >= ' ' && c < 96 ? c - ' ' : -1;
    }

    private static void write(String line, OutputStream file) throws IOException {
        int octets = value(line.charAt(0));
        ByteArrayOutputStream out = new ByteArrayOutputStream(48);
        for (int i = 1; out.size() < octets; i += 4) {
            int group = 0;
            for (int k = 0; k < 4; k++) {
                group = group << 6 | (i + k < line.length() ? value(line.charAt(i + k)) : 0);
            }
            out.write(group >> 16);
            out.write(group >> 8);
            out.write(group);
        }
        file.write(out.toByteArray(), 0, octets);
    }
}
