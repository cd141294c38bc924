package tributary.connector.livechat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Connector;
import tributary.connector.Delivery;
import tributary.connector.WebRoutes.Peer;
import tributary.connector.livechat.rule.OriginRule;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundMessage;

/** Live chat for one inbox: the handshake of visitors' sockets, and their end. */
final class LiveChatConnector implements Connector {
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    static final String PATH = "/chat/v1/ws";
    static final String SUB_PROTOCOL = "lc1";
    private static final Logger LOG = LoggerFactory.getLogger(LiveChatConnector.class);

    private final Desk desk;
    private final OriginRule origins;
    private final UploadRoutes uploads;
    private final Map<Thread, Turnstile> turnstiles;
    private final Map<Thread, SocketWheel> wheels = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** @param turnstiles of the event loops, shared by all inboxes */
    LiveChatConnector(Desk desk, OriginRule origins, Map<Thread, Turnstile> turnstiles) {
        this.turnstiles = turnstiles;
        this.desk = desk;
        this.origins = origins;
        this.uploads = new UploadRoutes(desk);
    }

    @Override
    public Future<Void> start() {
        desk.context().web().upgrade(PATH, desk.inbox(), this::upgrade);
        uploads.mount();
        return Future.succeededFuture();
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(raw).map(desk.records()::read);
    }

    /** The message is in the customer's stream already: the sockets that follow it have it, others will read it there. */
    @Override
    public Future<Delivery> send(OutboundMessage message) {
        return Future.succeededFuture(new Delivery.Accepted(null));
    }

    @Override
    public boolean idempotentSend() {
        return true;
    }

    @Override
    public Future<Void> health() {
        return stopping ? Future.failedFuture("stopping") : Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        stopping = true;
        List<Future<Void>> closing = wheels.values().stream()
                .map(wheel -> wheel.close(desk.config().drain()))
                .toList();
        return Future.join(closing).mapEmpty();
    }

    private void upgrade(HttpServerRequest request) {
        if (stopping) {
            refuseForNow(request, "stopping");
        } else if (!hasAllowedOrigin(request)) {
            refuse(request, 403, "origin");
        } else if (!offersSubProtocol(request)) {
            refuse(request, 400, "sub-protocol");
        } else {
            Peer peer = desk.context().web().peer(request);
            request.pause();
            if (!turnstile().pass(desk.metrics().waiting(), () -> shakeHands(request, peer))) {
                refuseForNow(request, "too-many-arrivals");
            }
        }
    }

    private void shakeHands(HttpServerRequest request, Peer peer) {
        if (stopping) {
            refuseForNow(request, "stopping");
            return;
        }
        request.toWebSocket()
                .onSuccess(ws -> open(ws, peer))
                .onFailure(e -> LOG.atDebug().addKeyValue("error", e).log("visitor handshake failed"));
    }

    private void open(ServerWebSocket ws, Peer peer) {
        if (!SUB_PROTOCOL.equals(ws.subProtocol())) {
            ws.close((short) 3501, "sub-protocol lc1 expected");
            return;
        }
        ws.setWriteQueueMaxSize(desk.config().slowConsumer().soft().bytesAsInt());
        new VisitorSocket(desk, wheel(), ws, peer).open();
    }

    /** Everybody who comes to the event loop this runs on goes through it. */
    private Turnstile turnstile() {
        return turnstiles.computeIfAbsent(
                Thread.currentThread(), loop -> new Turnstile(desk.context().vertx()));
    }

    /** The wheel of the event loop this runs on. */
    private SocketWheel wheel() {
        return wheels.computeIfAbsent(Thread.currentThread(), loop -> {
            SocketWheel wheel = new SocketWheel(desk);
            wheel.start();
            return wheel;
        });
    }

    private boolean hasAllowedOrigin(HttpServerRequest request) {
        List<String> given = request.headers().getAll("origin");
        return given.size() == 1 && origins.allows(given.get(0));
    }

    private static boolean offersSubProtocol(HttpServerRequest request) {
        return request.headers().getAll("sec-websocket-protocol").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .anyMatch(name -> name.strip().equals(SUB_PROTOCOL));
    }

    private void refuseForNow(HttpServerRequest request, String code) {
        request.response().putHeader("retry-after", Long.toString(RETRY_AFTER.toSeconds()));
        refuse(request, 503, code);
    }

    private void refuse(HttpServerRequest request, int status, String code) {
        desk.metrics().refused(code);
        request.response().setStatusCode(status).end();
    }
}
