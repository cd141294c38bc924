package tributary.load.bare;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import tributary.load.wire.SmppFrames;

/**
 * Binds to a message centre and answers each {@code deliver_sm} at once. No store, no check. The yardstick for the SMPP
 * connector, so nothing may be added that a client without a database could do without.
 */
public final class BareCentreClient {

    private static final long AGAIN_MS = 100;

    private final Vertx vertx;
    private final NetClient client;
    private final String host;
    private final int port;

    /** Connects to nothing yet. */
    public BareCentreClient(Vertx vertx, String host, int port) {
        this.vertx = vertx;
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        this.host = host;
        this.port = port;
    }

    /** Tries until the centre listens. */
    public void bind() {
        client.connect(port, host)
                .onSuccess(BareCentreClient::begin)
                .onFailure(away -> vertx.setTimer(AGAIN_MS, tick -> bind()));
    }

    private static void begin(NetSocket socket) {
        socket.exceptionHandler(broken -> {});
        new SmppFrames(frame -> answer(socket, frame)).readFrom(socket);
        Buffer names = Buffer.buffer("bench\0bench\0\0").appendByte((byte) 0x34).appendBytes(new byte[3]);
        socket.write(SmppFrames.frame(SmppFrames.BIND_TRANSCEIVER, 0, 1, names)).onFailure(broken -> {});
    }

    private static void answer(NetSocket socket, SmppFrames.Frame frame) {
        if (frame.command() == SmppFrames.DELIVER_SM) {
            socket.write(frame.answer(0, Buffer.buffer("\0"))).onFailure(broken -> {});
        }
    }
}
