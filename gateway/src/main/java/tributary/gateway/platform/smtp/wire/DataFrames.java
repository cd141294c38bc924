package tributary.gateway.platform.smtp.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Takes the text of one mail out of the stream: finds its end, undoes dot-stuffing (RFC 5321, section 4.5.2), counts its
 * Received lines.
 *
 * <p>The five octets CR LF . CR LF end the text and nothing else does, whatever bare CRs and LFs are around: that is what
 * SMTP smuggling lives on (CVE-2023-51764, 51765, 51766). Bare ones are noted; in the text that comes out, a bare LF is a
 * CRLF and a bare CR a space, so that nobody behind this takes them for something else. A dot after a bare LF was stuffed by
 * nobody and stays. Lines of more than 64 KiB are split.
 */
public final class DataFrames {

    /** Octets of a line without its CRLF. */
    public static final int LONGEST_LINE = 65_536;

    /** What an octet that comes in may become more than itself. */
    private static final int SPARE = 4;

    private static final byte[] RECEIVED = {'r', 'e', 'c', 'e', 'i', 'v', 'e', 'd', ':'};

    private State state = State.LINE_START;
    private byte[] out = new byte[0];
    private int outLength;
    private int lineLength;
    private int longLines;
    private boolean bareCr;
    private boolean bareLf;
    private boolean inHeader = true;
    private boolean looksReceived = true;
    private int received;

    /** What came before the next byte. The command DATA ended by CRLF, so the text begins after one. */
    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR,
        ENDED
    }

    /**
     * @param text what the mail goes on with
     * @param next index of the first byte not taken
     */
    public record Taken(Buffer text, int next) {}

    /** Takes bytes up to the end of the text, or all there are. Once it has ended nothing is taken. */
    public Taken take(Buffer bytes, int from) {
        byte[] in = bytes.getBytes(from, bytes.length());
        out = new byte[in.length + SPARE];
        outLength = 0;
        int next = 0;
        while (next < in.length && state != State.ENDED) {
            int plain = plain(in, next);
            if (plain > 0) {
                put(in, next, plain);
                next += plain;
            } else {
                state = after(in[next++]);
            }
        }
        return new Taken(Buffer.buffer(Arrays.copyOf(out, outLength)), from + next);
    }

    /** How many of the next octets mean nothing but themselves: the body's, up to the next line end or the longest line. */
    private int plain(byte[] in, int from) {
        if (inHeader || state != State.TEXT) {
            return 0;
        }
        int end = Math.min(in.length, from + LONGEST_LINE - lineLength);
        int at = from;
        while (at < end && in[at] != '\r' && in[at] != '\n') {
            at++;
        }
        return at - from;
    }

    private void put(byte[] in, int from, int length) {
        room(length);
        System.arraycopy(in, from, out, outLength, length);
        outLength += length;
        lineLength += length;
    }

    private void room(int length) {
        if (out.length - outLength < length + SPARE) {
            out = Arrays.copyOf(out, 2 * out.length + length);
        }
    }

    public boolean ended() {
        return state == State.ENDED;
    }

    /** Whether a CR without LF, or an LF without CR, was met. */
    public boolean bareCr() {
        return bareCr;
    }

    public boolean bareLf() {
        return bareLf;
    }

    /** Received lines in the header so far. */
    public int received() {
        return received;
    }

    /** Lines that were split. */
    public int longLines() {
        return longLines;
    }

    private State after(byte octet) {
        return switch (state) {
            case LINE_START -> octet == '.' ? State.DOT : text(octet);
            case DOT -> octet == '\r' ? State.DOT_CR : text(octet);
            case DOT_CR -> octet == '\n' ? State.ENDED : afterBareCr(octet);
            case TEXT -> text(octet);
            case CR -> octet == '\n' ? newLine() : afterBareCr(octet);
            case ENDED -> State.ENDED;
        };
    }

    private State text(byte octet) {
        if (octet == '\r') {
            return State.CR;
        }
        if (octet == '\n') {
            bareLf = true;
            newLine();
            return State.TEXT;
        }
        put(octet);
        return State.TEXT;
    }

    private State afterBareCr(byte octet) {
        bareCr = true;
        put((byte) ' ');
        return text(octet);
    }

    private State newLine() {
        inHeader &= lineLength > 0;
        endLine();
        return State.LINE_START;
    }

    private void put(byte octet) {
        if (lineLength == LONGEST_LINE) {
            longLines++;
            endLine();
            looksReceived = false;
        }
        room(1);
        out[outLength++] = octet;
        if (inHeader && looksReceived && lineLength < RECEIVED.length) {
            looksReceived = (octet | 0x20) == RECEIVED[lineLength] || (octet == ':' && RECEIVED[lineLength] == ':');
            received += looksReceived && lineLength == RECEIVED.length - 1 ? 1 : 0;
        }
        lineLength++;
    }

    private void endLine() {
        room(2);
        out[outLength++] = '\r';
        out[outLength++] = '\n';
        lineLength = 0;
        looksReceived = true;
    }
}
