package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tributary.load.faults.town.Place;
import tributary.load.faults.town.Town;

/** A socket that is opened again whenever it ends, now at one node and now at the other. */
abstract class Wire {

    private static final WebSocketClientOptions OPTIONS = new WebSocketClientOptions()
            .setMaxConnections(10_000)
            .setConnectTimeout(2_000)
            .setMaxMessageSize(4 << 20);
    private static final int HANDSHAKE_MS = 3_000;
    private static final long LOOK_MS = 500;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(6);

    final Vertx vertx;
    private final Town town;
    private final WebSocketClient client;
    private @Nullable WebSocket socket;
    private int node;
    private long lastFrame;
    private int opened;

    /** @param node where it connects first */
    Wire(Vertx vertx, Town town, int node) {
        this.vertx = vertx;
        this.town = town;
        this.node = node;
        this.client = vertx.createWebSocketClient(OPTIONS);
    }

    /** A path, or null if it cannot be said yet. */
    abstract String uri();

    abstract String subProtocol();

    abstract void opened();

    abstract void received(JsonObject envelope);

    /** Whether something is awaited, so that silence means a dead node. */
    abstract boolean waits();

    void start() {
        vertx.runOnContext(on -> {
            open();
            vertx.setPeriodic(LOOK_MS, tick -> look());
        });
    }

    /** Cuts the connection, as a network does. */
    void cut() {
        vertx.runOnContext(on -> drop());
    }

    /** Goes to this node, if it is not there. */
    void go(int wanted) {
        vertx.runOnContext(on -> {
            if (node != wanted) {
                drop();
            }
        });
    }

    int times() {
        return opened;
    }

    int node() {
        return node;
    }

    void send(JsonObject frame) {
        WebSocket open = socket;
        if (open != null) {
            open.writeTextMessage(frame.encode()).onFailure(broken -> {});
        }
    }

    void drop() {
        WebSocket open = socket;
        if (open != null) {
            open.close();
            ended(open);
        }
    }

    private void open() {
        Place at = town.place(node);
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(at.host())
                .setPort(at.http())
                .setURI(uri())
                .setTimeout(HANDSHAKE_MS)
                .addSubProtocol(subProtocol())
                .addHeader("Origin", town.publicUrl());
        client.connect(options).onSuccess(this::take).onFailure(refused -> again());
    }

    private void take(WebSocket made) {
        socket = made;
        opened++;
        lastFrame = System.nanoTime();
        made.textMessageHandler(text -> {
            if (socket == made) {
                read(text);
            }
        });
        made.exceptionHandler(broken -> {});
        made.closeHandler(gone -> ended(made));
        opened();
    }

    private void read(String text) {
        lastFrame = System.nanoTime();
        Object value = Json.decodeValue(text);
        if (value instanceof JsonArray frames) {
            frames.forEach(frame -> handle((JsonObject) frame));
        } else {
            handle((JsonObject) value);
        }
    }

    private void handle(JsonObject envelope) {
        if ("ping".equals(envelope.getString("t"))) {
            send(new JsonObject().put("t", "pong"));
        }
        received(envelope);
    }

    private void look() {
        if (socket != null && waits() && System.nanoTime() - lastFrame > SILENCE_NANOS) {
            drop();
        }
    }

    private void ended(WebSocket which) {
        if (socket == which) {
            socket = null;
            again();
        }
    }

    /** At the other node, after a moment. */
    private void again() {
        node = 1 - node;
        vertx.setTimer(100 + (long) (Math.random() * 200), tick -> open());
    }
}
