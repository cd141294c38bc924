package tributary.gateway.platform.smtp.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts bytes into command lines. Only CRLF ends one (RFC 5321, section 2.3.8): a bare CR or LF is a part of the line and
 * spoils it. A line that is too long is dropped up to its end and spoilt too, so that it never becomes two commands.
 */
public final class CommandFrames {

    /** Octets of a line with its CRLF; 512 and what extensions add. */
    public static final int LONGEST = 2048;

    private static final int ENDLESS = 65_536;

    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean afterCr;
    private boolean spoilt;

    /**
     * @param next index of the first byte not taken
     * @param line the line, if its end was there
     */
    public record Taken(int next, Optional<CommandLine> line) {}

    /** Takes bytes up to the end of a line, or all there are. */
    public Taken take(Buffer bytes, int from) {
        for (int i = from; i < bytes.length(); i++) {
            byte octet = bytes.getByte(i);
            if (octet == '\n' && afterCr) {
                return new Taken(i + 1, Optional.of(end()));
            }
            spoilt |= afterCr || octet == '\n';
            afterCr = octet == '\r';
            if (!afterCr) {
                keep(octet);
            }
            if (length >= ENDLESS) {
                return new Taken(i + 1, Optional.of(new CommandLine.Endless()));
            }
        }
        return new Taken(bytes.length(), Optional.empty());
    }

    private void keep(byte octet) {
        if (length < line.length) {
            line[length] = octet;
        }
        length++;
    }

    private CommandLine end() {
        CommandLine ended = read();
        length = 0;
        afterCr = false;
        spoilt = false;
        return ended;
    }

    private CommandLine read() {
        if (spoilt) {
            return new CommandLine.Unreadable("bare <CR> or <LF> not allowed");
        }
        if (length > LONGEST - 2) {
            return new CommandLine.Unreadable("line too long");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
            return text.chars().anyMatch(CommandFrames::isControl)
                    ? new CommandLine.Unreadable("control character not allowed")
                    : new CommandLine.Text(text);
        } catch (CharacterCodingException notUtf8) {
            return new CommandLine.Unreadable("expected ASCII or UTF-8");
        }
    }

    private static boolean isControl(int letter) {
        return (letter < ' ' && letter != '\t') || letter == 0x7f;
    }
}
