package tributary.gateway.push;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.Agent;

/** One agent's live connection ({@code ag1}), on its own event loop. Nothing durable is written here. */
final class AgentSocket {

    private static final long CLOSE_MS = 2_000;

    /** Requests in work from which on no further frames are taken. */
    private static final int IN_WORK = 20;

    private final UUID id = UUID.randomUUID();
    private final ServerWebSocket socket;
    private final PushServices services;
    private final Hub.Loop loop;
    private final Context context;
    private final AgentWriter writer;
    private final Map<String, TopicSubscription> topics = new HashMap<>();
    private final Map<Long, Viewers.State> views = new HashMap<>();

    private volatile @Nullable Access access;
    private volatile @Nullable Buffer logIn;
    private boolean authenticating;
    private boolean closing;
    private int inWork;
    private long lastFrame = System.nanoTime();

    AgentSocket(ServerWebSocket socket, PushServices services, Hub.Loop loop, Context context) {
        this.socket = socket;
        this.services = services;
        this.loop = loop;
        this.context = context;
        this.writer = new AgentWriter(
                socket, services.vertx(), services.config().slowConsumer().wait_(), this::isGone, this::tooSlow);
    }

    void open() {
        socket.setWriteQueueMaxSize(services.config().slowConsumer().hard().bytesAsInt());
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(binary -> close(3501, "binary frame"));
        socket.exceptionHandler(failure -> close(1009, "message too big"));
        socket.closeHandler(closed -> ended());
        loop.add(this);
        services.vertx().setTimer(services.config().authTimeout().toMillis(), tick -> {
            if (access == null) {
                close(3502, "no auth in time");
            }
        });
    }

    /** Runs an action where this socket lives. */
    void onLoop(Runnable action) {
        context.runOnContext(on -> action.run());
    }

    UUID id() {
        return id;
    }

    EventFrames frames() {
        return services.frames();
    }

    Optional<Agent> agent() {
        return Optional.ofNullable(access).map(Access::agent);
    }

    /** Names the log-in with which this socket ends; empty if there is none. */
    Optional<Buffer> logIn() {
        return Optional.ofNullable(logIn);
    }

    Optional<Access> access() {
        return Optional.ofNullable(access);
    }

    /** The agent's rights as they are now; empty if there are none left. A page that may see more is told to look. */
    void recheck(Optional<Access> now) {
        if (now.isEmpty()) {
            close(3500, "session ended");
            return;
        }
        boolean more = access != null && now.get().seesMoreThan(access);
        access = now.get();
        if (more) {
            send(new JsonObject().put("t", "granted"));
        }
        List.copyOf(topics.values()).stream()
                .filter(topic -> !topic.inbox().isEmpty() && !now.get().maySee(topic.inbox()))
                .forEach(topic -> {
                    unsubscribe(topic.topic());
                    send(new JsonObject()
                            .put("t", "unsub")
                            .put("topic", topic.topic())
                            .put("d", new JsonObject().put("reason", "forbidden")));
                });
    }

    /**
     * Sends the heads of all topics, and closes a socket that has been silent for too long.
     *
     * @param passedOn the newest position of each topic that was pushed before this call
     */
    void beat(Map<String, Long> passedOn) {
        long now = System.nanoTime();
        if (now - lastFrame > 3 * services.config().heartbeat().toNanos()) {
            close(3012, "no pong");
            return;
        }
        JsonObject heads = new JsonObject();
        topics.forEach((topic, subscription) -> {
            if (!topic.equals("me")) {
                heads.put(topic, subscription.head(passedOn.getOrDefault(topic, 0L)));
            }
        });
        send(new JsonObject().put("t", "ping").put("d", new JsonObject().put("heads", heads)));
    }

    void send(String frame) {
        writer.send(frame);
    }

    void send(byte[] utf8) {
        writer.send(utf8);
    }

    /** The side that writes: what may be dropped, and what has to wait until the page has read. */
    AgentWriter writer() {
        return writer;
    }

    /** Its own side closed it, or the peer did and the close is still on its way through the handlers. */
    private boolean isGone() {
        return closing || socket.isClosed();
    }

    private void tooSlow() {
        services.slow().increment();
        close(3008, "slow consumer");
    }

    void close(int code, String reason) {
        if (!closing) {
            closing = true;
            topics.values().forEach(TopicSubscription::end);
            socket.close((short) code, reason);
            services.vertx().setTimer(CLOSE_MS, tick -> cut());
        }
    }

    /** A peer that does not read never gets the close frame, which waits behind all others: end its connection. */
    private void cut() {
        if (loop.has(this)) {
            ((WebSocketInternal) socket).channelHandlerContext().close();
        }
    }

    /** Tells the page when to come back, then closes. */
    void leave(int retryAfterSeconds) {
        send(new JsonObject().put("t", "bye").put("d", new JsonObject().put("retryAfter", retryAfterSeconds)));
        close(3001, "shutdown");
    }

    private void received(String text) {
        lastFrame = System.nanoTime();
        Optional<List<AgentFrame>> frames = AgentFrame.parse(text);
        if (frames.isEmpty()) {
            close(3501, "expected an envelope or an array of them");
            return;
        }
        frames.get().forEach(this::handle);
    }

    private void handle(AgentFrame frame) {
        if (closing) {
            return;
        }
        if (access == null && !frame.type().equals("pong")) {
            authenticate(frame);
            return;
        }
        switch (frame.type()) {
            case "pong" -> {}
            case "sub" -> subscribe(frame);
            case "unsub" -> {
                unsubscribe(frame.data().getValue("topic") instanceof String topic ? topic : "");
                ok(frame, new JsonObject());
            }
            case "view" -> view(frame);
            default -> error(frame, "unknown-type");
        }
    }

    private void authenticate(AgentFrame frame) {
        if (authenticating || !frame.type().equals("auth")) {
            close(3501, "expected auth first");
            return;
        }
        authenticating = true;
        socket.pause();
        String ticket = frame.data().getValue("ticket") instanceof String text ? text : "";
        services.redeem(ticket)
                .onComplete(answered -> resume())
                .onFailure(failure -> close(3004, "log-in not possible now"))
                .onSuccess(found -> {
                    if (found.isEmpty()) {
                        close(3500, "bad ticket");
                        return;
                    }
                    logIn = found.get().session().orElse(null);
                    access = found.get().access();
                    Agent agent = found.get().access().agent();
                    ok(
                            frame,
                            new JsonObject()
                                    .put(
                                            "agent",
                                            new JsonObject()
                                                    .put("id", agent.id().toString())
                                                    .put("name", agent.name())
                                                    .put("role", agent.role().wire()))
                                    .put("epoch", services.epoch())
                                    .put("hb", services.config().heartbeat().toSeconds()));
                });
    }

    private void subscribe(AgentFrame frame) {
        Object topic = frame.data().getValue("topic");
        Object seq = frame.data().getValue("seq");
        Object epoch = frame.data().getValue("epoch");
        boolean shape = topic instanceof String
                && (epoch == null || (epoch instanceof String && (seq instanceof Integer || seq instanceof Long)));
        if (!shape) {
            error(frame, "bad-request");
            return;
        }
        if (full((String) topic)) {
            error(frame, "too-many-topics");
            return;
        }
        inWork++;
        if (inWork == IN_WORK) {
            socket.pause();
        }
        services.open(this, (String) topic)
                .transform(opened -> opened(frame, opened, epoch instanceof String text ? text : null, seq))
                .onComplete(done -> {
                    inWork--;
                    resume();
                });
    }

    private Future<Void> opened(
            AgentFrame frame,
            AsyncResult<Optional<PushServices.Topic>> opened,
            @Nullable String epoch,
            @Nullable Object seq) {
        if (opened.failed()) {
            error(frame, "unavailable");
        } else if (opened.result().isEmpty()) {
            error(frame, "forbidden");
        } else if (full(opened.result().get().subscription().topic())) {
            // Others, asked for at the same time, were found first.
            error(frame, "too-many-topics");
        } else if (!closing) {
            return begin(frame, opened.result().get(), epoch, seq);
        }
        return Future.succeededFuture();
    }

    private void resume() {
        if (!socket.isClosed()) {
            socket.resume();
        }
    }

    private boolean full(String topic) {
        return !topics.containsKey(topic) && topics.size() >= services.config().topics();
    }

    private Future<Void> begin(
            AgentFrame frame, PushServices.Topic topic, @Nullable String epoch, @Nullable Object seq) {
        unsubscribe(topic.subscription().topic());
        topics.put(topic.subscription().topic(), topic.subscription());
        loop.subscribe(topic.subscription());
        Optional<Long> known = seq instanceof Number number && services.epoch().equals(epoch)
                ? Optional.of(number.longValue())
                : Optional.empty();
        return topic.start(epoch != null, known)
                .<Void>map(start -> {
                    ok(frame, start.answer().put("epoch", services.epoch()));
                    topic.subscription().follow(start.from(), start.upTo());
                    services.greet(this, topic.subscription());
                    return null;
                })
                .otherwise(failure -> {
                    unsubscribe(topic.subscription().topic());
                    error(frame, "unavailable");
                    return null;
                });
    }

    private void unsubscribe(String topic) {
        TopicSubscription gone = topics.remove(topic);
        if (gone != null) {
            gone.end();
            loop.unsubscribe(gone);
        }
    }

    private void view(AgentFrame frame) {
        Object number = frame.data().getValue("ticket");
        Object word = frame.data().getValue("state");
        Optional<Viewers.State> state = state(word);
        boolean shape = (number instanceof Integer || number instanceof Long) && state.isPresent();
        if (!shape) {
            error(frame, "bad-request");
            return;
        }
        long ticket = ((Number) number).longValue();
        TopicSubscription subscription = topics.get(EventFrames.ticketTopic(ticket));
        if (subscription == null) {
            error(frame, "forbidden");
            return;
        }
        view(subscription, ticket, state.get());
        if (frame.id() > 0) {
            ok(frame, new JsonObject());
        }
    }

    private void view(TopicSubscription subscription, long ticket, Viewers.State state) {
        if (state == Viewers.State.LEFT) {
            views.remove(ticket);
        } else {
            views.put(ticket, state);
        }
        agent().ifPresent(agent -> services.view(ticket, agent, state, subscription.party()));
    }

    private static Optional<Viewers.State> state(@Nullable Object word) {
        for (Viewers.State state : Viewers.State.values()) {
            if (state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    private void ended() {
        closing = true;
        Map.copyOf(views).forEach((ticket, state) -> {
            TopicSubscription subscription = topics.get(EventFrames.ticketTopic(ticket));
            if (subscription != null) {
                view(subscription, ticket, Viewers.State.LEFT);
            }
        });
        List.copyOf(topics.keySet()).forEach(this::unsubscribe);
        loop.remove(this);
        services.closed(this);
    }

    private void ok(AgentFrame frame, JsonObject data) {
        send(new JsonObject().put("t", "ok").put("re", frame.id()).put("d", data));
    }

    private void error(AgentFrame frame, String code) {
        services.refused().increment();
        send(new JsonObject().put("t", "err").put("re", frame.id()).put("d", new JsonObject().put("code", code)));
    }

    private void send(JsonObject frame) {
        send(frame.encode());
    }
}
