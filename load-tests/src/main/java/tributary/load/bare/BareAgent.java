package tributary.load.bare;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** An agent's socket. Cut when a megabyte waits for it. */
final class BareAgent {

    private static final int QUEUE_BYTES = 1 << 20;
    private static final short SLOW = 3008;

    private final ServerWebSocket socket;
    private final BareEvents events;
    private final Set<BareAgent> subscribed;

    BareAgent(ServerWebSocket socket, BareEvents events, Set<BareAgent> subscribed) {
        this.socket = socket;
        this.events = events;
        this.subscribed = subscribed;
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
    }

    void read(String frame) {
        JsonObject envelope = new JsonObject(frame);
        switch (envelope.getString("t", "")) {
            case "auth" -> write(answer(envelope, new JsonObject().put("epoch", BareEvents.EPOCH)));
            case "sub" -> subscribe(envelope);
            default -> {}
        }
    }

    private void subscribe(JsonObject envelope) {
        JsonObject asked = envelope.getJsonObject("d");
        long from = asked.getLong("seq", events.head());
        JsonObject answer = new JsonObject()
                .put("epoch", BareEvents.EPOCH)
                .put("seq", events.head())
                .put("recovered", events.holdsAllAfter(from));
        write(answer(envelope, answer));
        if (events.holdsAllAfter(from)) {
            events.after(from).forEach(this::write);
        }
        subscribed.add(this);
    }

    void push(String frame) {
        if (socket.writeQueueFull()) {
            subscribed.remove(this);
            cut();
        } else {
            write(frame);
        }
    }

    /** The close frame waits behind the queue that never drains, and Vert.x with it: only the channel itself ends it. */
    private void cut() {
        socket.close(SLOW, "slow consumer").onFailure(broken -> {});
        ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    void ping() {
        JsonObject heads = new JsonObject().put("inbox:web", events.head());
        write(new JsonObject().put("t", "ping").put("d", new JsonObject().put("heads", heads)));
    }

    private static JsonObject answer(JsonObject request, JsonObject body) {
        return new JsonObject().put("t", "ok").put("re", request.getLong("id")).put("d", body);
    }

    private void write(JsonObject envelope) {
        write(envelope.encode());
    }

    private void write(String frame) {
        socket.writeTextMessage(frame).onFailure(broken -> {});
    }
}
