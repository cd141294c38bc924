package tributary.connector.livechat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A visitor's client for tests: frames in the order they came, batches taken apart; it answers heartbeats. */
final class Widget {
    private final WebSocket socket;
    private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    private final Promise<Integer> closed = Promise.promise();
    private volatile boolean silent;
    private int lastId;

    private Widget(WebSocket socket) {
        this.socket = socket;
    }

    /** To be kept: a client that nobody holds closes its connections. */
    static WebSocketClient client(Vertx vertx) {
        return vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(1000)
                .setReceiveBufferSize(32_768)
                .setMaxFrameSize(1 << 20)
                .setMaxMessageSize(1 << 22));
    }

    static Future<WebSocket> handshake(WebSocketClient client, int port, String origin, String... protocols) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/chat/v1/ws?inbox=web")
                .setSubProtocols(List.of(protocols));
        if (origin != null) {
            options.addHeader("Origin", origin);
        }
        options.setAllowOriginHeader(origin != null);
        return client.connect(options);
    }

    static Widget connect(WebSocketClient client, int port) throws Exception {
        Promise<Widget> ready = Promise.promise();
        handshake(client, port, "http://127.0.0.1:8080", "lc1")
                .onSuccess(ws -> ready.complete(new Widget(ws).listening()))
                .onFailure(ready::fail);
        return get(ready.future());
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Widget listening() {
        socket.textMessageHandler(this::heard);
        socket.closeHandler(v -> closed.tryComplete((int) socket.closeStatusCode()));
        return this;
    }

    private void heard(String text) {
        if (text.startsWith("[")) {
            new JsonArray(text).forEach(frame -> heard((JsonObject) frame));
        } else {
            heard(new JsonObject(text));
        }
    }

    private void heard(JsonObject frame) {
        frames.add(frame);
        if (frame.getString("t").equals("ping") && !silent) {
            push("pong", new JsonObject());
        }
    }

    /** From now on it says nothing by itself. */
    void fallsSilent() {
        silent = true;
    }

    WebSocket socket() {
        return socket;
    }

    void sendText(String text) {
        socket.writeTextMessage(text);
    }

    void sendBinary(String text) {
        socket.writeBinaryMessage(Buffer.buffer(text));
    }

    int request(String type, JsonObject d) {
        lastId++;
        sendText(frame(lastId, type, d).encode());
        return lastId;
    }

    /** A request with the id it gets, not yet sent. */
    JsonObject next(String type, JsonObject d) {
        lastId++;
        return frame(lastId, type, d);
    }

    void push(String type, JsonObject d) {
        sendText(new JsonObject().put("t", type).put("d", d).encode());
    }

    private static JsonObject frame(int id, String type, JsonObject d) {
        return new JsonObject().put("t", type).put("id", id).put("d", d);
    }

    int message(String cid, String text) {
        return request("msg.send", new JsonObject().put("cid", cid).put("text", text));
    }

    /** The data of {@code welcome}. */
    JsonObject hello(JsonObject d) throws Exception {
        request("hello", d.copy().put("v", 1));
        return await("welcome").getJsonObject("d");
    }

    JsonObject hello() throws Exception {
        JsonObject welcome = hello(new JsonObject());
        await("synced");
        return welcome;
    }

    /** The answer to a request, whatever it is; other frames are dropped. */
    JsonObject answer(int id) throws Exception {
        while (true) {
            JsonObject frame = next();
            if (frame.getInteger("re", -1) == id) {
                return frame;
            }
        }
    }

    /** The next frame of this type; others are dropped. */
    JsonObject await(String type) throws Exception {
        while (true) {
            JsonObject frame = next();
            if (frame.getString("t").equals(type)) {
                return frame;
            }
        }
    }

    JsonObject next() throws Exception {
        JsonObject frame = frames.poll(10, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame in 10 s");
        }
        return frame;
    }

    boolean hasNothing() {
        return frames.isEmpty();
    }

    int closeCode() throws Exception {
        return get(closed.future());
    }

    boolean isClosed() {
        return closed.future().isComplete();
    }

    @Override
    public String toString() {
        return "Widget" + Json.encode(frames.size());
    }
}
