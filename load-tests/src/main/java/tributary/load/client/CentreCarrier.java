package tributary.load.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tributary.load.wire.SmppFrames;
import tributary.load.wire.SmppFrames.Frame;
import tributary.simulator.smpp.ShortMessage;

/** A message centre: lets a server bind, and delivers in a window. What does not fit waits for an answer. */
public final class CentreCarrier implements Carrier {

    private static final int LAST_SEQUENCE = 0x7FFFFFFF;

    private final int window;
    private final Promise<Void> bound = Promise.promise();
    private final Map<Integer, Promise<String>> unanswered = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Optional<NetSocket> line = Optional.empty();
    private int sequence;

    /**
     * Listens at once.
     *
     * @param window how many deliveries may be unanswered
     */
    public CentreCarrier(Vertx vertx, int port, int window) {
        this.window = window;
        vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true))
                .connectHandler(this::connected)
                .listen(port, Address.HOST)
                .onFailure(bound::tryFail);
    }

    @Override
    public Future<Void> ready() {
        return bound.future();
    }

    @Override
    public Future<String> deliver(String from, String text) {
        Waiting next = new Waiting(message(from, text), Promise.promise());
        waiting.add(next);
        sendNext();
        return next.answer().future();
    }

    private void connected(NetSocket socket) {
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(gone -> lost());
        new SmppFrames(frame -> take(socket, frame)).readFrom(socket);
    }

    private void take(NetSocket socket, Frame frame) {
        switch (frame.command()) {
            case SmppFrames.BIND_TRANSCEIVER -> {
                answer(socket, frame, Buffer.buffer("bench\0"));
                line = Optional.of(socket);
                bound.tryComplete();
            }
            case SmppFrames.ENQUIRE_LINK, SmppFrames.UNBIND -> answer(socket, frame, Buffer.buffer());
            case SmppFrames.RESPONSE | SmppFrames.DELIVER_SM -> answered(frame);
            default -> {}
        }
    }

    private static void answer(NetSocket socket, Frame frame, Buffer body) {
        socket.write(frame.answer(0, body)).onFailure(broken -> {});
    }

    private void answered(Frame frame) {
        Promise<String> asked = unanswered.remove(frame.sequence());
        if (asked != null) {
            asked.complete(frame.status() == 0 ? "" : Integer.toHexString(frame.status()));
        }
        sendNext();
    }

    private void sendNext() {
        while (line.isPresent() && unanswered.size() < window && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            sequence = sequence == LAST_SEQUENCE ? 1 : sequence + 1;
            unanswered.put(sequence, next.answer());
            line.get()
                    .write(SmppFrames.frame(SmppFrames.DELIVER_SM, 0, sequence, next.body()))
                    .onFailure(broken -> {});
        }
    }

    private void lost() {
        line = Optional.empty();
        List<Promise<String>> silent = List.copyOf(unanswered.values());
        unanswered.clear();
        silent.forEach(one -> one.fail("the connection ended"));
    }

    private static Buffer message(String from, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return Buffer.buffer(ShortMessage.body(from.substring(1), NUMBER.substring(1), 0, 0, ascii));
    }

    private record Waiting(Buffer body, Promise<String> answer) {}
}
