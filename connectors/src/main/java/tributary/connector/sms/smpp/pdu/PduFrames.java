package tributary.connector.sms.smpp.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Cuts what arrives on a connection into frames (SMPP 3.4, section 3.2). Used on one event loop. */
public final class PduFrames {

    private final int longest;
    private ByteBuf waiting = Unpooled.EMPTY_BUFFER;

    /** @param longest largest {@code command_length} taken */
    public PduFrames(int longest) {
        this.longest = longest;
    }

    /**
     * Takes octets as they come, and gives out every frame that is whole.
     *
     * @param frames takes each; it may throw {@link MalformedPduException}, after which the next frame can still be read
     *     by another call with no octets
     * @throws MalformedPduException with {@link Status#INVALID_COMMAND_LENGTH} for a length that cannot be: what follows is
     *     then no frame either, and the connection has to be closed
     */
    public void take(Buffer octets, Consumer<ByteBuf> frames) {
        if (octets.length() > 0) {
            ByteBuf all = Unpooled.buffer(waiting.readableBytes() + octets.length());
            all.writeBytes(waiting).writeBytes(octets.getBytes());
            waiting = all;
        }
        while (waiting.readableBytes() >= 4) {
            long length = waiting.getUnsignedInt(waiting.readerIndex());
            if (length < PduReader.HEADER || length > longest) {
                throw impossible();
            }
            if (waiting.readableBytes() < length) {
                return;
            }
            frames.accept(waiting.readSlice((int) length));
        }
    }

    private MalformedPduException impossible() {
        int at = waiting.readerIndex();
        boolean header = waiting.readableBytes() >= PduReader.HEADER;
        int sequence = header ? waiting.getInt(at + 12) : 0;
        waiting = Unpooled.EMPTY_BUFFER;
        return new MalformedPduException(
                Status.INVALID_COMMAND_LENGTH, sequence, true, "command_length: expected 16 to " + longest + " octets");
    }
}
