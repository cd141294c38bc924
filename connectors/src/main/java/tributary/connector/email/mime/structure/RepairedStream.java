package tributary.connector.email.mime.structure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tributary.connector.email.mime.value.Parameters;

/**
 * A mail as a parser likes it: one flat multipart. Each entity of the mail, multiparts too, is a part of it, with a
 * header of one field ({@link #BLOCK}) that says where the entity's own header is kept and how it is nested. So
 * whatever senders do to headers and boundaries is repaired in one place (wrong case, blanks behind, a boundary that
 * was not announced, no blank line after the header, a stray line within it, no last delimiter, a last delimiter too
 * early, a line of an mbox before the header), and nesting costs a parser nothing.
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
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream(PIECE * 2);
    private byte[] chunk = new byte[0];
    private int chunkAt;
    private State state = State.HEADER;
    private boolean lineStart = true;
    private int count;
    private int closed;

    /** @param problems gets a word for each repair and each limit met */
    public RepairedStream(InputStream mail, Limits limits, Set<String> problems) {
        this.lines = new LineSource(mail);
        this.limits = limits;
        this.problems = problems;
    }

    /**
     * An entity as it begins.
     *
     * @param header as sent
     * @param closed how many multiparts ended before it
     * @param multipart whether the entities that follow are in it
     */
    public record Block(HeaderBlock header, int closed, boolean multipart) {
        public static final Block NONE = new Block(HeaderBlock.NONE, 0, false);
    }

    /** Gives an entity away, once. */
    public Block take(int id) {
        Block block = blocks.remove(id);
        return block == null ? Block.NONE : block;
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
        Optional<byte[]> piece = lines.upTo('-', PIECE);
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
            leave();
        }
        delimiters.met(match.ends());
        state = match.ends() ? State.SKIP : State.HEADER;
    }

    private void leave() {
        closed++;
        if (!delimiters.pop().ended()) {
            problems.add("no-closing-boundary");
        }
    }

    private void end() {
        write((state == State.SKIP ? "--" : "\r\n--") + MARK + "--\r\n");
        while (delimiters.depth() > 0) {
            leave();
        }
        state = State.END;
    }

    private void header() throws IOException {
        HeaderBlock block = HeaderBlock.of(new HeaderLines(lines, limits, delimiters, problems, count == 0).read());
        Parameters type = Parameters.of(block.first("Content-Type").orElse(""));
        boolean multipart = type.value().startsWith("multipart/") && open(type);
        if (count == 0) {
            write("Content-Type: multipart/mixed; boundary=\"" + MARK + "\"\r\n\r\n");
        }
        blocks.put(++count, new Block(block, closed, multipart));
        closed = 0;
        write("--" + MARK + "\r\n" + BLOCK + ": " + count + "\r\n\r\n");
        state = State.BODY;
        lineStart = true;
    }

    private boolean open(Parameters type) {
        if (delimiters.depth() >= limits.depth()) {
            problems.add("too-deep");
            return false;
        }
        String boundary = type.plain("boundary").map(String::strip).orElse("");
        if (boundary.isEmpty()) {
            problems.add("no-boundary");
        }
        delimiters.push(boundary);
        return true;
    }

    private void write(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        ready.write(octets, 0, octets.length);
    }
}
