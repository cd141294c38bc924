package tributary.load.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/** Frames of SMPP 3.4 (section 3.2): a header of four numbers, then a body that is passed on as it is. */
public final class SmppFrames {

    public static final int RESPONSE = 0x80000000;
    public static final int SUBMIT_SM = 4;
    public static final int DELIVER_SM = 5;
    public static final int UNBIND = 6;
    public static final int BIND_TRANSCEIVER = 9;
    public static final int ENQUIRE_LINK = 0x15;

    private static final int LENGTH = 4;
    private static final int HEADER = 16;

    private final RecordParser parser;
    private final Consumer<Frame> taker;
    private boolean inFrame;

    /** @param taker gets each frame, on the context of the socket */
    public SmppFrames(Consumer<Frame> taker) {
        this.taker = taker;
        this.parser = RecordParser.newFixed(LENGTH, this::take);
    }

    /** Reads all that a socket brings. */
    public void readFrom(NetSocket socket) {
        socket.handler(parser);
    }

    private void take(Buffer record) {
        if (inFrame) {
            inFrame = false;
            parser.fixedSizeMode(LENGTH);
            taker.accept(new Frame(
                    record.getInt(0), record.getInt(4), record.getInt(8), record.getBuffer(12, record.length())));
        } else {
            inFrame = true;
            parser.fixedSizeMode(record.getInt(0) - LENGTH);
        }
    }

    /** A frame as it is sent. */
    public static Buffer frame(int command, int status, int sequence, Buffer body) {
        return Buffer.buffer(HEADER + body.length())
                .appendInt(HEADER + body.length())
                .appendInt(command)
                .appendInt(status)
                .appendInt(sequence)
                .appendBuffer(body);
    }

    /** One frame that came. */
    public record Frame(int command, int status, int sequence, Buffer body) {

        /** The response to it, as it is sent. */
        public Buffer answer(int status, Buffer body) {
            return frame(RESPONSE | command, status, sequence, body);
        }
    }
}
