package tributary.load.bare;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Speaks as much of {@code lc1}, {@code ag1}, REST and webhooks as the load client needs: parses each request, answers it, and
 * fans one event of a given size out to all agents, encoded once. No store, no session, no check. The yardstick for the
 * gateway, so nothing may be added that a socket server could do without.
 */
public final class BareServer {

    private static final int MAX_FRAME = 65_536;
    private static final int BACKLOG = 4096;
    private static final int CLOSING_SECONDS = 1;
    private static final long HEARTBEAT_MS = 25_000;
    private static final String PING = "{\"t\":\"ping\"}";

    private final Vertx vertx;
    private final BareEvents events;
    private final Set<BareVisitor> visitors = new LinkedHashSet<>();
    private final Set<BareAgent> agents = new LinkedHashSet<>();
    private final List<BareVisitor> tickets = new ArrayList<>();

    /** @param eventBytes the size of an event that carries a message */
    public BareServer(Vertx vertx, int eventBytes) {
        this.vertx = vertx;
        this.events = new BareEvents(eventBytes);
    }

    /**
     * Listens on loopback.
     *
     * @param port 0 for any
     * @return the port
     */
    public Future<Integer> listen(int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setAcceptBacklog(BACKLOG)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(MAX_FRAME)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setWebSocketSubProtocols(List.of("lc1", "ag1"));
        vertx.setPeriodic(HEARTBEAT_MS, timer -> ping());
        return vertx.createHttpServer(options)
                .requestHandler(this::request)
                .webSocketHandler(this::connected)
                .listen(port, "127.0.0.1")
                .map(HttpServer::actualPort);
    }

    private void connected(ServerWebSocket socket) {
        socket.exceptionHandler(broken -> {});
        if (socket.path().equals("/chat/v1/ws")) {
            BareVisitor visitor = new BareVisitor(socket, this);
            visitors.add(visitor);
            socket.textMessageHandler(visitor::read);
            socket.closeHandler(gone -> visitors.remove(visitor));
        } else {
            BareAgent agent = new BareAgent(socket, events, agents);
            socket.textMessageHandler(agent::read);
            socket.closeHandler(gone -> agents.remove(agent));
        }
    }

    private void ping() {
        visitors.forEach(visitor -> visitor.write(PING));
        agents.forEach(BareAgent::ping);
    }

    /** Gives a visitor a ticket number. */
    int open(BareVisitor visitor) {
        tickets.add(visitor);
        return tickets.size();
    }

    /** Tells all agents of a message. */
    void publish(int ticket, String direction, String text) {
        String frame = events.message(ticket, direction, text);
        List.copyOf(agents).forEach(agent -> agent.push(frame));
    }

    private void request(HttpServerRequest request) {
        if (request.path().startsWith("/hooks/")) {
            request.body().onSuccess(body -> thank(request));
        } else if (request.path().equals("/api/v1/ws-ticket")) {
            request.body().onSuccess(body -> created(request, new JsonObject().put("ticket", "t")));
        } else {
            request.body().onSuccess(body -> reply(request, body));
        }
    }

    /** {@code /api/v1/tickets/{number}/messages}. */
    private void reply(HttpServerRequest request, Buffer body) {
        int number = Integer.parseInt(request.path().split("/", -1)[4]);
        String text = body.toJsonObject().getString("text");
        tickets.get(number - 1).push("agent", "", text);
        publish(number, "outbound", text);
        created(request, new JsonObject().put("id", "m").put("ticket", number).put("text", text));
    }

    private static void thank(HttpServerRequest request) {
        request.response()
                .putHeader("content-type", "text/xml")
                .end("<Response></Response>")
                .onFailure(broken -> {});
    }

    private static void created(HttpServerRequest request, JsonObject answer) {
        request.response()
                .setStatusCode(201)
                .putHeader("content-type", "application/json")
                .end(answer.encode())
                .onFailure(broken -> {});
    }
}
