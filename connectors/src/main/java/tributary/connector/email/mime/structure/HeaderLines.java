package tributary.connector.email.mime.structure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the lines of one header block and finds its true end. */
final class HeaderLines {
    private static final int PIECE = 8192;

    private final LineSource lines;
    private final RepairedStream.Limits limits;
    private final Delimiters delimiters;
    private final Set<String> problems;
    private final boolean top;
    private byte[] blank = new byte[0];

    HeaderLines(
            LineSource lines, RepairedStream.Limits limits, Delimiters delimiters, Set<String> problems, boolean top) {
        this.lines = lines;
        this.limits = limits;
        this.delimiters = delimiters;
        this.problems = problems;
        this.top = top;
    }

    /** The lines of the block, the blank line behind it consumed. */
    List<byte[]> read() throws IOException {
        List<byte[]> block = new ArrayList<>();
        if (top) {
            skipBlankLines();
        }
        boolean complete = collect(block);
        int end = trueEnd(block);
        if (end < block.size() && blank.length > 0) {
            lines.pushBack(blank);
        }
        for (int i = block.size() - 1; i >= end; i--) {
            lines.pushBack(block.get(i));
        }
        if (complete && end < block.size()) {
            problems.add(end == 0 ? "no-header" : "no-blank-line");
        }
        if (!complete && end == block.size()) {
            problems.add("header-too-long");
            skipRest();
        }
        return repaired(block.subList(0, end));
    }

    private void skipBlankLines() throws IOException {
        for (int i = 0; i < 10; i++) {
            Optional<byte[]> line = lines.peek(PIECE);
            if (line.isEmpty() || !HeaderBlock.text(line.get()).isBlank()) {
                return;
            }
            lines.next(PIECE);
        }
    }

    /** Collects up to the blank line, a delimiter or the end; false if a limit came first. */
    private boolean collect(List<byte[]> block) throws IOException {
        int octets = 0;
        while (octets <= limits.headerBytes() && block.size() < limits.headerLines()) {
            Optional<byte[]> line = begun();
            if (line.isEmpty() || ends(line.get())) {
                return true;
            }
            octets += line.get().length;
            block.add(line.get());
        }
        return false;
    }

    private boolean ends(byte[] line) throws IOException {
        String text = HeaderBlock.text(line);
        if (text.isBlank()) {
            blank = blankEnds(text) ? line : blank;
            return blank == line;
        }
        if (delimiters.match(text).isPresent()) {
            lines.pushBack(line);
            return true;
        }
        return false;
    }

    /** A line of blanks only is folding, unless no header goes on after it. */
    private boolean blankEnds(String text) throws IOException {
        return !HeaderBlock.continues(text)
                || lines.peek(PIECE)
                        .filter(next -> goesOn(HeaderBlock.text(next)))
                        .isEmpty();
    }

    private static boolean goesOn(String line) {
        return HeaderBlock.startsKnownField(line) || (HeaderBlock.continues(line) && !line.isBlank());
    }

    /** A line that is already too long for a piece and begins like no field is a body. */
    private Optional<byte[]> begun() throws IOException {
        Optional<byte[]> piece = lines.peek(PIECE);
        if (piece.isPresent() && piece.get().length == PIECE) {
            String text = HeaderBlock.text(piece.get());
            if (!text.endsWith("\n") && !HeaderBlock.startsField(text) && !HeaderBlock.continues(text)) {
                return Optional.empty();
            }
        }
        return line();
    }

    private Optional<byte[]> line() throws IOException {
        Optional<byte[]> piece = lines.next(PIECE);
        if (piece.isEmpty() || piece.get()[piece.get().length - 1] == '\n') {
            return piece;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (piece.isPresent()) {
            if (whole.size() <= limits.headerBytes()) {
                whole.write(piece.get(), 0, piece.get().length);
            } else {
                problems.add("header-too-long");
            }
            boolean ended = piece.get()[piece.get().length - 1] == '\n';
            piece = ended ? Optional.empty() : lines.next(PIECE);
        }
        return Optional.of(whole.toByteArray());
    }

    private void skipRest() throws IOException {
        Optional<byte[]> line = lines.next(PIECE);
        boolean start = true;
        while (line.isPresent()) {
            String text = HeaderBlock.text(line.get());
            if (start && (text.isBlank() || delimiters.match(text).isPresent())) {
                if (!text.isBlank()) {
                    lines.pushBack(line.get());
                }
                return;
            }
            start = text.endsWith("\n");
            line = lines.next(PIECE);
        }
    }

    /** A line that is no field ends the header, unless a field a mail really has follows before the blank line. */
    private int trueEnd(List<byte[]> block) {
        int lastKnown = -1;
        for (int i = 0; i < block.size(); i++) {
            lastKnown = HeaderBlock.startsKnownField(HeaderBlock.text(block.get(i))) ? i : lastKnown;
        }
        if (top && lastKnown < 0) {
            return 0;
        }
        for (int i = lastKnown + 1; i < block.size(); i++) {
            String line = HeaderBlock.text(block.get(i));
            boolean fits = HeaderBlock.startsField(line) || (i > 0 && HeaderBlock.continues(line));
            if (!fits && !folded(block, i)) {
                return i;
            }
        }
        return block.size();
    }

    /** Folds in what was meant to be folded: the next parameter, at the beginning of its line. */
    private List<byte[]> repaired(List<byte[]> block) {
        List<byte[]> out = new ArrayList<>(block.size());
        for (int i = 0; i < block.size(); i++) {
            String line = HeaderBlock.text(block.get(i));
            if (HeaderBlock.startsField(line) || HeaderBlock.continues(line)) {
                out.add(block.get(i));
            } else if (folded(block, i)) {
                problems.add("header-repaired");
                out.add((" " + line).getBytes(StandardCharsets.ISO_8859_1));
            } else if (!line.regionMatches(line.startsWith(">") ? 1 : 0, "From ", 0, 5)) {
                problems.add("header-repaired");
            }
        }
        return out;
    }

    private static boolean folded(List<byte[]> block, int at) {
        String before = at == 0 ? "" : HeaderBlock.text(block.get(at - 1)).stripTrailing();
        String line = HeaderBlock.text(block.get(at));
        int sign = line.indexOf('=');
        return before.endsWith(";")
                && sign > 0
                && line.substring(0, sign).strip().indexOf(' ') < 0;
    }
}
