package tributary.gateway.push;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import tributary.gateway.TestNode;

/** An agent's page: remembers every frame it got, in order, and answers heartbeats. */
final class AgentPage {

    private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile WebSocket socket;
    private volatile Integer closeCode;
    private volatile boolean silent;

    AgentPage over(WebSocket opened) {
        socket = opened;
        opened.textMessageHandler(this::received);
        opened.closeHandler(
                closed -> closeCode = opened.closeStatusCode() == null ? 0 : (int) opened.closeStatusCode());
        opened.exceptionHandler(failure -> {});
        return this;
    }

    /** One envelope, or an array of them. */
    private void received(String text) {
        if (text.startsWith("[")) {
            new JsonArray(text).forEach(envelope -> received((JsonObject) envelope));
        } else {
            received(new JsonObject(text));
        }
    }

    private void received(JsonObject envelope) {
        frames.add(envelope);
        if (envelope.getString("t").equals("ping") && !silent) {
            send("{\"t\":\"pong\"}");
        }
    }

    /** From now on it says nothing by itself. */
    void fallsSilent() {
        silent = true;
    }

    JsonObject auth(String ticket) {
        return ask("auth", new JsonObject().put("ticket", ticket));
    }

    /** Sends a request and waits for its answer. */
    JsonObject ask(String type, JsonObject data) {
        long id = ids.incrementAndGet();
        send(new JsonObject().put("t", type).put("id", id).put("d", data).encode());
        return answer(id);
    }

    JsonObject answer(long id) {
        TestNode.eventually(() -> frames.stream().anyMatch(frame -> frame.getLong("re", 0L) == id));
        return frames.stream()
                .filter(frame -> frame.getLong("re", 0L) == id)
                .findFirst()
                .orElseThrow();
    }

    JsonObject sub(String topic) {
        return ask("sub", new JsonObject().put("topic", topic));
    }

    JsonObject resume(String topic, long seq) {
        return resume(topic, PushFixture.EPOCH, seq);
    }

    JsonObject resume(String topic, String epoch, long seq) {
        return ask(
                "sub", new JsonObject().put("topic", topic).put("epoch", epoch).put("seq", seq));
    }

    void send(String text) {
        socket.writeTextMessage(text);
    }

    void sendBinary(Buffer bytes) {
        socket.writeBinaryMessage(bytes);
    }

    /** Stops reading. */
    void sleep() {
        socket.pause();
    }

    void wake() {
        socket.resume();
    }

    void leave() {
        socket.close();
    }

    /** The durable frames of a topic, {@code ev} and {@code skip}. */
    List<JsonObject> events(String topic) {
        return frames.stream()
                .filter(frame -> frame.containsKey("s") && topic.equals(frame.getString("topic")))
                .toList();
    }

    List<Long> positions(String topic) {
        return events(topic).stream().map(frame -> frame.getLong("s")).toList();
    }

    /** All that came, in order. */
    List<JsonObject> frames() {
        return List.copyOf(frames);
    }

    List<JsonObject> ofType(String type) {
        return frames.stream()
                .filter(frame -> type.equals(frame.getString("t")))
                .toList();
    }

    /** Waits until a topic has reached a position. */
    void reaches(String topic, long position) {
        TestNode.eventually(() -> positions(topic).contains(position));
    }

    /** The close code, once the connection has ended; 0 if it ended without one. */
    int closed() {
        TestNode.eventually(() -> closeCode != null);
        return closeCode;
    }

    boolean isOpen() {
        return closeCode == null;
    }

    static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
