package tributary.load.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads text messages off a server's side of a WebSocket (RFC 6455, section 5). A message may come in several frames, and
 * control frames may come between them (section 5.4). Blocks.
 */
public final class MessageStream {

    private static final int FIN = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final DataInputStream in;

    /** @param in where the answer to the upgrade has been read */
    public MessageStream(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /**
     * The next message, put together from its frames; control frames are passed over.
     *
     * @throws IOException when the connection ends first, also in the middle of a frame
     */
    public String next() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = new byte[length()];
            in.readFully(payload);
            if ((first & OPCODE) < CONTROL) {
                message.write(payload);
                if ((first & FIN) != 0) {
                    return message.toString(StandardCharsets.UTF_8);
                }
            }
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte() & LENGTH;
        if (length == LENGTH_16) {
            return in.readUnsignedShort();
        }
        return length == LENGTH_64 ? Math.toIntExact(in.readLong()) : length;
    }
}
