package tributary.load.client;

import io.vertx.core.Future;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import tributary.load.wire.Envelope;
import tributary.load.wire.Frames;

/** One open socket. Answers pings; everything is called on the client's event loop. */
public final class Line {

    private static final String PONG = "{\"t\":\"pong\"}";

    private final ClientWebSocket socket;
    private final Listener listener;

    /** What happens on a line. */
    public interface Listener {

        /** An envelope arrived, pings included. */
        void received(Envelope envelope);

        /** The line is gone. {@code code} is the close code, or -1 where there was none. */
        void closed(int code, String reason);
    }

    Line(ClientWebSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /** Handlers come before the connect: a frame that arrives earlier would be lost. */
    Future<Line> connect(WebSocketConnectOptions options) {
        socket.textMessageHandler(this::read);
        socket.closeHandler(gone -> ended());
        socket.exceptionHandler(failure -> {});
        return socket.connect(options).map(open -> this);
    }

    /** Sends one frame. What becomes of it shows in the answers, or in {@link Listener#closed}. */
    public void send(String frame) {
        socket.writeTextMessage(frame).onFailure(broken -> {});
    }

    /** Closes without asking. */
    public Future<Void> close() {
        return ((WebSocket) socket).close();
    }

    private void read(String frame) {
        Frames.read(frame, this::take);
    }

    private void take(Envelope envelope) {
        if (envelope.type().equals("ping")) {
            send(PONG);
        }
        listener.received(envelope);
    }

    private void ended() {
        Short code = socket.closeStatusCode();
        String reason = socket.closeReason();
        listener.closed(code == null ? -1 : code, reason == null ? "" : reason);
    }
}
