package tributary.connector.email.mime.structure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tributary.connector.email.mime.value.Parameters;

/**
 * A mail as a parser likes it. Each header block is taken out and replaced by one that says only whether the entity is
 * a multipart and where the block is kept ({@link #BLOCK}); each delimiter is replaced by one of our own, and every
 * multipart that was left open is closed. So whatever senders do to headers and boundaries is repaired in one place:
 * wrong case, blanks behind, a boundary that was not announced, no blank line after the header, a stray line within
 * it, no last delimiter, a last delimiter too early, a line of an mbox before the header.
 *
 * <p>Reads as it is read; keeps one header block and one line. Never fails but with the stream below it.
 */
public final class RepairedStream extends InputStream {
    /** Field of the replaced header that names the header block. */
    public static final String BLOCK = "X-Block";

    private static final String MARK = "=_tributary";
    private static final int PIECE = 8192;

    /** What a mail may have at most: octets and lines of one header block, multiparts within each other. */
    public record Limits(int headerBytes, int headerLines, int depth) {}

    private enum State {
        HEADER,
        BODY,
        SKIP,
        END
    }

    private final LineSource lines;
    private final Limits limits;
    private final Set<String> problems;
    private final Delimiters delimiters = new Delimiters();
    private final Map<Integer, HeaderBlock> blocks = new HashMap<>();
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream(PIECE * 2);
    private byte[] chunk = new byte[0];
    private int chunkAt;
    private State state = State.HEADER;
    private boolean lineStart = true;
    private int count;

    /** @param problems gets a word for each repair and each limit met */
    public RepairedStream(InputStream mail, Limits limits, Set<String> problems) {
        this.lines = new LineSource(mail);
        this.limits = limits;
        this.problems = problems;
    }

    /** Gives a header block away, once. */
    public HeaderBlock take(int id) {
        HeaderBlock block = blocks.remove(id);
        return block == null ? HeaderBlock.NONE : block;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (chunkAt == chunk.length) {
            if (state == State.END) {
                return -1;
            }
            ready.reset();
            while (ready.size() < PIECE && state != State.END) {
                advance();
            }
            chunk = ready.toByteArray();
            chunkAt = 0;
        }
        int copied = Math.min(length, chunk.length - chunkAt);
        System.arraycopy(chunk, chunkAt, target, offset, copied);
        chunkAt += copied;
        return copied;
    }

    private void advance() throws IOException {
        if (state == State.HEADER) {
            header();
            return;
        }
        Optional<byte[]> piece = lines.next(PIECE);
        if (piece.isEmpty()) {
            end();
        } else {
            body(piece.get());
        }
    }

    private void body(byte[] piece) throws IOException {
        boolean first = lineStart;
        lineStart = piece[piece.length - 1] == '\n';
        if (first && piece.length > 2 && piece[0] == '-' && piece[1] == '-') {
            String line = HeaderBlock.text(piece);
            if (delimited(line)) {
                return;
            }
            if (line.startsWith(MARK, 2)) {
                ready.write(' ');
            }
        }
        if (state == State.BODY) {
            ready.write(piece, 0, piece.length);
        }
    }

    private boolean delimited(String line) throws IOException {
        Optional<Delimiters.Match> match = delimiters.match(line);
        if (match.isPresent()) {
            delimiter(match.get());
            return true;
        }
        if (state == State.BODY && delimiters.awaitsFirstPart() && line.length() > 4 && beforeContentField()) {
            problems.add("boundary-repaired");
            delimiters.adopt(line);
            delimiter(new Delimiters.Match(delimiters.depth() - 1, false, false));
            return true;
        }
        return false;
    }

    private boolean beforeContentField() throws IOException {
        return lines.peek(PIECE)
                .filter(next -> HeaderBlock.text(next).regionMatches(true, 0, "content-", 0, 8))
                .isPresent();
    }

    private void delimiter(Delimiters.Match match) {
        if (match.repaired()) {
            problems.add("boundary-repaired");
        }
        while (delimiters.depth() > match.index() + 1) {
            close("");
        }
        delimiters.met(match.ends());
        if (match.ends()) {
            state = State.SKIP;
        } else {
            write("--" + MARK + delimiters.last().id() + "\r\n");
            state = State.HEADER;
        }
    }

    private void close(String before) {
        Delimiters.Open multipart = delimiters.pop();
        if (!multipart.ended()) {
            problems.add("no-closing-boundary");
        }
        write(before + "--" + MARK + multipart.id() + "--\r\n");
    }

    private void end() {
        String before = "\r\n";
        while (delimiters.depth() > 0) {
            close(before);
            before = "";
        }
        state = State.END;
    }

    private void header() throws IOException {
        List<byte[]> read = new HeaderLines(lines, limits, delimiters, problems, count == 0).read();
        HeaderBlock block = HeaderBlock.of(read);
        blocks.put(++count, block);
        String type = "application/octet-stream";
        Parameters claimed = Parameters.of(block.first("Content-Type").orElse(""));
        if (claimed.value().startsWith("multipart/")) {
            if (delimiters.depth() >= limits.depth()) {
                problems.add("too-deep");
            } else {
                type = "multipart/mixed; boundary=\"" + MARK + push(claimed).id() + "\"";
            }
        }
        write("Content-Type: " + type + "\r\n" + BLOCK + ": " + count + "\r\n\r\n");
        state = State.BODY;
        lineStart = true;
    }

    private Delimiters.Open push(Parameters type) {
        String boundary = type.plain("boundary").map(String::strip).orElse("");
        if (boundary.isEmpty()) {
            problems.add("no-boundary");
        }
        return delimiters.push(boundary);
    }

    private void write(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        ready.write(octets, 0, octets.length);
    }
}
