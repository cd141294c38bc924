package tributary.gateway.platform.smtp.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reply of the server (RFC 5321, section 4.2) with its enhanced status code (RFC 2034).
 *
 * @param code three digits
 * @param enhanced status such as {@code 2.1.0}; empty where RFC 2034 has none: greeting, EHLO, 354
 * @param lines at least one; characters that cannot be sent become {@code ?}
 */
public record Reply(int code, String enhanced, List<String> lines) {

    private static final int LONGEST_TEXT = 480;

    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("reply: expected 200 to 599 and a text, found " + code + " " + lines);
        }
    }

    public static Reply of(int code, String enhanced, String text) {
        return new Reply(code, enhanced, List.of(text));
    }

    /** Whether it says no. */
    public boolean refuses() {
        return code >= 400;
    }

    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    public Buffer toBuffer() {
        Buffer buffer = Buffer.buffer();
        for (int i = 0; i < lines.size(); i++) {
            buffer.appendString(Integer.toString(code))
                    .appendString(i < lines.size() - 1 ? "-" : " ")
                    .appendString(enhanced.isEmpty() ? "" : enhanced + " ")
                    .appendString(printable(lines.get(i)), StandardCharsets.US_ASCII.name())
                    .appendString("\r\n");
        }
        return buffer;
    }

    /** Also a recipient that a stranger gave may be in it: nothing must end the line early. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_TEXT); i++) {
            char letter = text.charAt(i);
            safe.append(letter >= ' ' && letter < 0x7f ? letter : '?');
        }
        return safe.toString();
    }
}
