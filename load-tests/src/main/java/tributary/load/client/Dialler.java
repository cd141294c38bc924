package tributary.load.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Opens sockets from several loopback addresses in turn, because one source address has only some 28,000 ports towards
 * one listener, and a closed connection keeps its port for a minute.
 */
public final class Dialler {

    private static final int MAX_FRAME = 1 << 20;
    private static final int CONNECT_TIMEOUT_MS = 20_000;

    private final Address address;
    private final List<WebSocketClient> clients;
    private int next;

    /** @param sources how many addresses to call from: 127.0.0.2, 127.0.0.3 and so on */
    public Dialler(Vertx vertx, Address address, int sources) {
        this.address = address;
        this.clients = IntStream.range(0, sources)
                .mapToObj(source -> vertx.createWebSocketClient(options(source)))
                .toList();
    }

    /** Opens a socket with a sub-protocol. Fails when the server refuses or does not answer in time. */
    public Future<Line> dial(String uri, String subProtocol, Line.Listener listener) {
        WebSocketClient client = clients.get(next++ % clients.size());
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(Address.HOST)
                .setPort(address.port())
                .setURI(uri)
                .setTimeout(CONNECT_TIMEOUT_MS)
                .addSubProtocol(subProtocol)
                .addHeader("Origin", address.origin());
        return new Line(client.webSocket(), listener).connect(options);
    }

    private static WebSocketClientOptions options(int source) {
        WebSocketClientOptions options = new WebSocketClientOptions();
        options.setMaxConnections(Integer.MAX_VALUE)
                .setMaxFrameSize(MAX_FRAME)
                .setMaxMessageSize(MAX_FRAME)
                .setTryUsePerMessageCompression(false)
                .setSoLinger(0)
                .setTcpNoDelay(true)
                .setLocalAddress("127.0.0." + (2 + source));
        return options;
    }
}
