package tributary.connector.livechat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.WebRoutes.Peer;
import tributary.connector.livechat.wire.BadFrameException;
import tributary.connector.livechat.wire.CloseCode;
import tributary.connector.livechat.wire.ErrorAnswer;
import tributary.connector.livechat.wire.FrameReader;
import tributary.connector.livechat.wire.FrameWriter;
import tributary.connector.livechat.wire.VisitorFrame;

/**
 * One connection of a visitor ({@code lc1}): frames in, frames out, liveness and back pressure. What frames mean is the
 * business of its {@link Phase}. Used on its event loop only.
 */
final class VisitorSocket {
    private static final Logger LOG = LoggerFactory.getLogger(VisitorSocket.class);
    static final int MAX_FRAME = 65_536;

    private final Desk desk;
    private final SocketWheel wheel;
    private final ServerWebSocket ws;
    private Phase phase;
    private @Nullable Buffer partial;
    private int slot;
    private int heardAt;
    private int pingedAt;
    private int fullSince = -1;
    private int agentsShown = -1;
    private long unread;

    VisitorSocket(Desk desk, SocketWheel wheel, ServerWebSocket ws, Peer peer) {
        this.desk = desk;
        this.wheel = wheel;
        this.ws = ws;
        this.phase = new Phase.Arriving(peer, wheel.now());
        this.heardAt = wheel.now();
        this.pingedAt = wheel.now();
    }

    /** Begins to listen; to be called in the turn in which the handshake succeeded, or frames are lost. */
    void open() {
        ws.frameHandler(this::onFrame);
        ws.exceptionHandler(VisitorSocket::onFault);
        ws.closeHandler(this::onClosed);
        wheel.add(this);
        desk.metrics().opened();
    }

    int slot() {
        return slot;
    }

    void slot(int place) {
        slot = place;
    }

    int now() {
        return wheel.now();
    }

    int turns(Duration time) {
        return wheel.turns(time);
    }

    boolean isOpen() {
        return !(phase instanceof Phase.Closing) && !ws.isClosed();
    }

    /** Runs on this socket's event loop; from any thread. */
    void onLoop(Runnable action) {
        wheel.context().runOnContext(v -> action.run());
    }

    /** The session got its row: its stream can be followed. */
    void follow() {
        if (phase instanceof Phase.Open open) {
            open.visit().follow();
        }
    }

    void welcomed(Visit visit) {
        if (isOpen() && phase instanceof Phase.Greeting greeting) {
            phase = new Phase.Open(visit);
            greeting.waiting().forEach(this::take);
            ws.resume();
        } else {
            visit.leave();
        }
    }

    /** How many agents the visitor was told of. */
    void agentsShown(int agents) {
        agentsShown = agents;
    }

    void pause() {
        ws.pause();
    }

    void resume() {
        ws.resume();
    }

    void refuse(long re, ErrorAnswer answer) {
        desk.metrics().refused(answer.code());
        if (re != VisitorFrame.NO_ID) {
            write(FrameWriter.error(re, answer));
        }
    }

    /** Whether what the peer has not read yet is over the soft bound: messages wait in the store, signals are dropped. */
    boolean isFull() {
        return unread > desk.config().slowConsumer().soft().bytes();
    }

    /** Writes what may be lost. */
    void writeSignal(String text) {
        if (isOpen() && !isFull()) {
            write(text);
        }
    }

    /** Succeeds when the kernel has taken the frame. */
    Future<Void> write(String text) {
        if (!isOpen()) {
            return Future.failedFuture("socket closed");
        }
        int size = text.length();
        unread += size;
        if (fullSince < 0 && isFull()) {
            fullSince = wheel.now();
        }
        Future<Void> written = ws.writeTextMessage(text).onComplete(r -> taken(size));
        if (unread > desk.config().slowConsumer().hard().bytes()) {
            close(CloseCode.SLOW);
        }
        return written;
    }

    private void taken(int size) {
        unread -= size;
        if (fullSince >= 0 && unread <= desk.config().slowConsumer().soft().bytes() / 2) {
            fullSince = -1;
            if (phase instanceof Phase.Open open) {
                open.visit().drained();
            }
        }
    }

    void close(CloseCode code) {
        if (isOpen()) {
            desk.metrics().closing(code.number());
            if (code == CloseCode.SLOW) {
                desk.metrics().slowClose();
            }
            phase.leave();
            phase = new Phase.Closing(wheel.now());
            ws.close(code.number(), code.reason());
            ws.resume();
        }
    }

    /** Takes nothing new, finishes what it accepted, then closes. */
    void sayBye() {
        if (isOpen()) {
            write(FrameWriter.bye(LiveChatConnector.RETRY_AFTER.toSeconds()));
            if (phase instanceof Phase.Open open) {
                open.visit().finish();
            } else {
                close(CloseCode.SHUTDOWN);
            }
        }
    }

    void showPresence(int agents) {
        if (agentsShown != agents && phase instanceof Phase.Open) {
            agentsShown = agents;
            writeSignal(FrameWriter.presence(agents));
        }
    }

    /** One turn of the wheel. */
    void turned(int now) {
        LiveChatConfig config = desk.config();
        if (phase instanceof Phase.Closing closing) {
            abortAfter(now - closing.since());
        } else if (phase instanceof Phase.Arriving arriving
                && now - arriving.since() >= wheel.turns(config.helloTimeout())) {
            close(CloseCode.NO_HELLO);
        } else if (now - heardAt >= 3 * wheel.turns(config.heartbeat())) {
            close(CloseCode.NO_PONG);
        } else if (fullSince >= 0
                && now - fullSince >= wheel.turns(config.slowConsumer().wait_())) {
            close(CloseCode.SLOW);
        } else {
            beat(now);
        }
    }

    private void beat(int now) {
        if (phase instanceof Phase.Open open) {
            open.visit().turned(now);
            if (now - pingedAt >= wheel.turns(desk.config().heartbeat())) {
                pingedAt = now;
                writeSignal(FrameWriter.ping());
            }
        }
    }

    /** A close frame waits behind what the peer does not read; then only the connection itself can be closed. */
    private void abortAfter(int turns) {
        if (turns >= wheel.turns(desk.config().slowConsumer().wait_())) {
            ((WebSocketInternal) ws).channelHandlerContext().close();
        }
    }

    private void onFrame(WebSocketFrame frame) {
        heardAt = wheel.now();
        if (!isOpen()) {
            return;
        }
        if (frame.isBinary()) {
            close(CloseCode.BAD_FRAME);
        } else if (frame.isText() || frame.isContinuation()) {
            assemble(frame);
        }
    }

    /** Almost every message is one frame; parts are joined up to the same limit. */
    private void assemble(WebSocketFrame frame) {
        Buffer whole = partial == null ? frame.binaryData() : partial.appendBuffer(frame.binaryData());
        if (whole.length() > MAX_FRAME) {
            close(CloseCode.TOO_BIG);
        } else if (frame.isFinal()) {
            partial = null;
            read(whole.toString());
        } else {
            partial = partial == null ? whole.copy() : whole;
        }
    }

    private void read(String text) {
        try {
            List<VisitorFrame> frames = FrameReader.read(text);
            for (VisitorFrame frame : frames) {
                take(frame);
            }
        } catch (BadFrameException e) {
            LOG.atDebug()
                    .addKeyValue("inbox", desk.inbox())
                    .addKeyValue("error", e)
                    .log("visitor frame refused");
            close(CloseCode.BAD_FRAME);
        }
    }

    private void take(VisitorFrame frame) {
        if (phase instanceof Phase.Open open) {
            open.visit().take(frame);
        } else if (phase instanceof Phase.Greeting greeting) {
            greeting.waiting().add(frame);
        } else if (phase instanceof Phase.Arriving arriving) {
            greet(arriving, frame);
        }
    }

    private void greet(Phase.Arriving arriving, VisitorFrame frame) {
        if (frame instanceof VisitorFrame.Hello hello) {
            phase = arriving.greeted();
            ws.pause();
            new Greeting(desk, this, arriving.peer()).greet(hello);
        } else {
            if (frame instanceof VisitorFrame.Invalid invalid) {
                refuse(invalid.id(), ErrorAnswer.badRequest(invalid.problem()));
            }
            close(CloseCode.BAD_FRAME);
        }
    }

    private void onClosed(Void nothing) {
        phase.leave();
        phase = new Phase.Closing(wheel.now());
        wheel.remove(this);
        desk.metrics().closed();
    }

    private static void onFault(Throwable error) {
        LOG.atDebug().addKeyValue("error", error).log("visitor socket failed");
    }
}
