package tributary.gateway.push;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import tributary.gateway.platform.http.HttpServerVerticle;

/** The writing side of an agent's socket, on its event loop: who does not take what is written is cut. */
final class AgentWriter {

    /** How often a full socket is looked at. */
    private static final long LOOK_MS = 100;

    private final ServerWebSocket socket;
    private final Vertx vertx;
    private final Duration patience;
    private final BooleanSupplier gone;
    private final Runnable cut;

    /** Topics that wait to read on; one for each at most. */
    private final List<Runnable> onDrain = new ArrayList<>();

    private long fullSince;

    /**
     * @param patience how long a replay waits for the socket
     * @param gone whether nothing may be written any more
     * @param cut what happens to a slow consumer
     */
    AgentWriter(ServerWebSocket socket, Vertx vertx, Duration patience, BooleanSupplier gone, Runnable cut) {
        this.socket = socket;
        this.vertx = vertx;
        this.patience = patience;
        this.gone = gone;
        this.cut = cut;
    }

    /**
     * Writes a frame; a socket that has not taken the ones before is cut, and resumes from the log. One that a replay has
     * filled is judged by the replay's own clock, not by the answer or heartbeat that comes next.
     */
    void send(String frame) {
        if (takes()) {
            socket.writeTextMessage(frame);
        }
    }

    /** As {@link #send(String)}, with a frame that is encoded already; Vert.x would do it again for each socket. */
    void send(byte[] utf8) {
        if (!takes()) {
            return;
        }
        if (utf8.length > HttpServerVerticle.MAX_FRAME) {
            socket.writeTextMessage(new String(utf8, StandardCharsets.UTF_8));
        } else {
            socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, utf8, true));
        }
    }

    private boolean takes() {
        if (gone.getAsBoolean()) {
            return false;
        }
        boolean slow = socket.writeQueueFull() && !waits();
        if (slow) {
            cut.run();
        }
        return !slow;
    }

    void sendEphemeral(String frame) {
        if (!gone.getAsBoolean() && !socket.writeQueueFull()) {
            socket.writeTextMessage(frame);
        }
    }

    /** Whether the socket has to take what was written before more may follow. */
    boolean isFull() {
        return !gone.getAsBoolean() && socket.writeQueueFull();
    }

    /** Whether a replay waits for the socket to take what was written. */
    boolean waits() {
        return !onDrain.isEmpty();
    }

    /** Runs the action when the socket has taken what was written; cuts it if that takes too long. */
    void whenDrained(Runnable action) {
        if (!isFull()) {
            action.run();
            return;
        }
        onDrain.add(action);
        if (onDrain.size() > 1) {
            return;
        }
        long full = System.nanoTime();
        fullSince = full;
        socket.drainHandler(drained -> drained());
        vertx.setPeriodic(LOOK_MS, timer -> {
            if (fullSince != full || gone.getAsBoolean()) {
                vertx.cancelTimer(timer);
            } else if (!isFull()) {
                // Whatever became of the news that it has drained.
                drained();
            } else if (System.nanoTime() - full > patience.toNanos()) {
                cut.run();
            }
        });
    }

    private void drained() {
        fullSince = 0;
        List<Runnable> waited = List.copyOf(onDrain);
        onDrain.clear();
        waited.forEach(Runnable::run);
    }
}
