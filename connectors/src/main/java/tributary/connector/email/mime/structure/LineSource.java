package tributary.connector.email.mime.structure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Octets line by line, in pieces of a bounded size. A mail whose only line ends are carriage returns is read with line
 * feeds instead. Not for several threads.
 */
public final class LineSource {
    private static final int BUFFER = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final Deque<byte[]> pushedBack = new ArrayDeque<>();
    private int from;
    private int to;
    private boolean started;
    private boolean returnsOnly;

    public LineSource(InputStream in) {
        this.in = in;
    }

    /** The next octets up to and with a line feed, at most {@code max} of them; empty at the end. */
    public Optional<byte[]> next(int max) throws IOException {
        byte[] pushed = pushedBack.poll();
        if (pushed != null) {
            return Optional.of(pushed);
        }
        if (from == to && !fill(0)) {
            return Optional.empty();
        }
        int end = lineFeed(max);
        if (end < 0 && to - from < max) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            while (end < 0 && to < Math.min(max, BUFFER) && fill(to)) {
                end = lineFeed(max);
            }
        }
        int length = end >= 0 ? end + 1 - from : Math.min(max, to - from);
        byte[] line = Arrays.copyOfRange(buffer, from, from + length);
        from += length;
        return Optional.of(line);
    }

    /**
     * As {@link #next}, but several lines at once, up to one that begins with the octet: that one comes alone. To be called
     * at the beginning of a line or within a long one.
     */
    public Optional<byte[]> upTo(int octet, int max) throws IOException {
        if (!pushedBack.isEmpty() || (from == to && !fill(0)) || buffer[from] == octet) {
            return next(max);
        }
        byte[] octets = buffer;
        int limit = max > to - from ? to : from + max;
        int end = from + 1;
        while (end < limit && (octets[end] != octet || octets[end - 1] != '\n')) {
            end++;
        }
        byte[] lines = Arrays.copyOfRange(octets, from, end);
        from = end;
        return Optional.of(lines);
    }

    /** What {@link #next} will give. */
    public Optional<byte[]> peek(int max) throws IOException {
        Optional<byte[]> line = next(max);
        line.ifPresent(pushedBack::push);
        return line;
    }

    /** Gives a line back, before all others. */
    public void pushBack(byte[] line) {
        pushedBack.push(line);
    }

    private int lineFeed(int max) {
        int limit = Math.min(to, max > to - from ? to : from + max);
        for (int i = from; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill(int at) throws IOException {
        int read = in.read(buffer, at, BUFFER - at);
        if (read <= 0) {
            return false;
        }
        from = at == 0 ? 0 : from;
        to = at + read;
        if (!started) {
            started = true;
            while (to < BUFFER / 2 && (read = in.read(buffer, to, BUFFER - to)) > 0) {
                to += read;
            }
            returnsOnly = hasReturnsOnly();
            at = 0;
        }
        if (returnsOnly) {
            for (int i = at; i < to; i++) {
                buffer[i] = buffer[i] == '\r' ? (byte) '\n' : buffer[i];
            }
        }
        return true;
    }

    private boolean hasReturnsOnly() {
        boolean returns = false;
        for (int i = 0; i < to; i++) {
            if (buffer[i] == '\n') {
                return false;
            }
            returns |= buffer[i] == '\r';
        }
        return returns;
    }
}
