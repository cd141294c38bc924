package tributary.connector.email.mime.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tributary.connector.email.mime.structure.LineSource;

/**
 * A text without the uuencoded files in it (POSIX uuencode), which are handed out as they are met. A file begins with
 * {@code begin MODE NAME} if a line of data or the end follows, and ends with {@code end} or the first line that is no
 * data. Never fails but with the streams below it.
 */
public final class UuStream extends InputStream {
    private static final byte[] BEGIN = {'b', 'e', 'g', 'i', 'n', ' '};
    private static final byte[] END = {'e', 'n', 'd'};
    private static final int MOST_BLANKS = 4;
    private static final int LONGEST_NAME = 251;
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
            Optional<byte[]> line = lines.upTo(BEGIN[0], PIECE);
            if (line.isEmpty()) {
                return -1;
            }
            ready = line.get();
            at = 0;
            boolean first = lineStart;
            lineStart = ready[ready.length - 1] == '\n';
            if (first && ready[0] == BEGIN[0] && file(ready)) {
                at = ready.length;
            }
        }
        int copied = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, target, offset, copied);
        at += copied;
        return copied;
    }

    private boolean file(byte[] line) throws IOException {
        int name = name(line);
        if (name < 0
                || lines.peek(PIECE).filter(next -> isData(next) || isEnd(next)).isEmpty()) {
            return false;
        }
        String label = new String(line, name, filled(line) - name, StandardCharsets.ISO_8859_1);
        try (OutputStream file = files.open(label)) {
            Optional<byte[]> next = lines.next(PIECE);
            while (next.isPresent() && isData(next.get())) {
                write(next.get(), file);
                next = lines.next(PIECE);
            }
            if (next.isPresent() && !isEnd(next.get())) {
                lines.pushBack(next.get());
            }
        }
        return true;
    }

    /** Where the name is in {@code begin MODE NAME}; -1 if it is something else. */
    private static int name(byte[] line) {
        int at = 0;
        while (at < BEGIN.length) {
            if (at == line.length || line[at] != BEGIN[at]) {
                return -1;
            }
            at++;
        }
        int mode = at;
        while (at < line.length && line[at] >= '0' && line[at] <= '7') {
            at++;
        }
        int blank = at;
        while (at < line.length && line[at] == ' ') {
            at++;
        }
        boolean begins = (blank == mode + 3 || blank == mode + 4) && at > blank && at <= blank + MOST_BLANKS;
        int length = filled(line) - at;
        return begins && length > 0 && length <= LONGEST_NAME ? at : -1;
    }

    /** How long the line is without the blanks and the line end behind it. */
    private static int filled(byte[] line) {
        int end = line.length;
        while (end > 0 && line[end - 1] >= 0 && line[end - 1] <= ' ') {
            end--;
        }
        return end;
    }

    private static boolean isEnd(byte[] line) {
        return filled(line) == END.length && Arrays.equals(line, 0, END.length, END, 0, END.length);
    }

    /** The first character says how many octets; blanks at the end may be lost, a check character may follow. */
    private static boolean isData(byte[] line) {
        int length = filled(line);
        int octets = length == 0 ? -1 : value(line[0]);
        if (octets < 0 || octets > 45 || isEnd(line)) {
            return false;
        }
        int expected = 1 + (octets + 2) / 3 * 4;
        boolean data = length <= expected + 1 && length >= expected - 8;
        for (int i = 1; data && i < length; i++) {
            data = value(line[i]) >= 0;
        }
        return data;
    }

    private static int value(byte c) {
        return c == '`' ? 0 : c >= ' ' && c < 96 ? c - ' ' : -1;
    }

    private static void write(byte[] line, OutputStream file) throws IOException {
        int length = filled(line);
        int octets = value(line[0]);
        byte[] out = new byte[(octets + 2) / 3 * 3];
        for (int i = 1, to = 0; to < octets; i += 4, to += 3) {
            int group = 0;
            for (int k = 0; k < 4; k++) {
                group = group << 6 | (i + k < length ? value(line[i + k]) : 0);
            }
            out[to] = (byte) (group >> 16);
            out[to + 1] = (byte) (group >> 8);
            out[to + 2] = (byte) group;
        }
        file.write(out, 0, octets);
    }
}
