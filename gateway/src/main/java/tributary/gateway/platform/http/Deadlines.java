package tributary.gateway.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a connection may take for what it is doing: to send a request's head, or to get through one request. Unlike an
 * idle timeout this cannot be fed one byte at a time. Upgraded connections leave; their protocol has a heartbeat.
 */
final class Deadlines {

    private final Vertx vertx;
    private final Duration head;
    private final Duration exchange;
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    Deadlines(Vertx vertx, Duration head, Duration exchange) {
        this.vertx = vertx;
        this.head = head;
        this.exchange = exchange;
    }

    /** A head is due: the connection is new, or its last answer is out. */
    void awaitHead(HttpConnection connection) {
        arm(connection, head);
    }

    void awaitExchange(HttpConnection connection) {
        arm(connection, exchange);
    }

    void forget(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void arm(HttpConnection connection, Duration due) {
        Long before = timers.put(connection, vertx.setTimer(due.toMillis(), timer -> connection.close()));
        if (before != null) {
            vertx.cancelTimer(before);
        }
    }
}
