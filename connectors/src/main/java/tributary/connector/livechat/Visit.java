package tributary.connector.livechat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.UnavailableException;
import tributary.connector.VisitorSessions.Session;
import tributary.connector.livechat.wire.CloseCode;
import tributary.connector.livechat.wire.ErrorAnswer;
import tributary.connector.livechat.wire.VisitorFrame;
import tributary.connector.livechat.wire.VisitorFrame.MessageSend;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

/**
 * A greeted visitor on one connection: takes requests one after the other, in the order they came, so that messages keep
 * theirs, and follows the stream once the session has a row. What an idle visitor does not need is made when needed.
 */
final class Visit {
    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final int MAX_IN_WORK = 20;
    private static final int MAX_STRIKES = 3;
    private static final Duration RETRY = Duration.ofSeconds(3);

    private final Desk desk;
    private final VisitorSocket socket;
    private final Seat seat;
    private final Guest guest;
    private @Nullable Queue<VisitorFrame> waiting;
    private @Nullable StreamCursor cursor;
    private @Nullable Map<String, Future<UUID>> uploads;
    private @Nullable UUID read;
    private int readAt;
    private int typedAt;
    private int strikes;
    private boolean busy;
    private boolean paused;
    private boolean finishing;

    Visit(Desk desk, VisitorSocket socket, Seat seat, Guest guest) {
        this.desk = desk;
        this.socket = socket;
        this.seat = seat;
        this.guest = guest;
        this.typedAt = socket.now() - socket.turns(Requests.TYPING_EVERY);
        this.readAt = socket.now() - socket.turns(Requests.READ_EVERY);
    }

    /**
     * Who is behind the connection.
     *
     * @param peer the address, for limits
     * @param exempt whether limits do not count this peer
     * @param name the signed name, or empty
     */
    record Guest(String peer, boolean exempt, String name) {}

    Desk desk() {
        return desk;
    }

    VisitorSocket socket() {
        return socket;
    }

    Seat seat() {
        return seat;
    }

    Guest guest() {
        return guest;
    }

    @Nullable
    StreamCursor cursor() {
        return cursor;
    }

    /** Uploads begun on this connection, by client id. */
    Map<String, Future<UUID>> uploads() {
        if (uploads == null) {
            uploads = new HashMap<>(4);
        }
        return uploads;
    }

    void cursor(StreamCursor following) {
        cursor = following;
    }

    /** Whom the session speaks for; the visitor itself while there is no row. */
    IdentityKey identity() {
        return seat.session().map(Session::identity).orElseGet(() -> visitor(desk.inbox(), seat.vid()));
    }

    static IdentityKey visitor(String inbox, String vid) {
        return new IdentityKey("visitor", inbox, vid);
    }

    PartyKey party() {
        return desk.party(identity());
    }

    /** The row of the session, written now if there was none. */
    Future<Session> session() {
        if (seat.session().isEmpty() && !guest.exempt()) {
            desk.context().limits().take("new-sessions", guest.peer()).ifPresent(Visit::limited);
        }
        return seat.save(desk.context().sessions(), desk.inbox());
    }

    /** Takes one of what a session may do in a time. */
    void spend() {
        spend("visitor-messages");
    }

    /** @param limit one of those under {@code limits:} that count sessions */
    void spend(String limit) {
        if (!guest.exempt()) {
            desk.context().limits().take(limit, seat.vid()).ifPresent(Visit::limited);
        }
    }

    private static void limited(Duration wait) {
        throw new RefusedException(ErrorAnswer.later("rate-limited", wait));
    }

    /** Follows the stream of a session that has just got its row; the visitor's copy is empty. */
    void follow() {
        if (cursor == null && socket.isOpen()) {
            StreamCursor following = StreamCursor.follow(desk, socket, party());
            cursor = following;
            desk.context()
                    .conversations()
                    .state(following.party())
                    .onSuccess(state -> following.release(0, state.seq()))
                    .onFailure(e -> socket.close(CloseCode.SERVER_ERROR));
        }
    }

    void take(VisitorFrame frame) {
        if (finishing) {
            return;
        }
        if (frame instanceof VisitorFrame.Pong || frame instanceof VisitorFrame.Typing) {
            frame.to(new Requests(this));
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(frame);
        if (!paused && waiting.size() >= MAX_IN_WORK) {
            paused = true;
            socket.pause();
        }
        next();
    }

    private void next() {
        VisitorFrame frame = busy || waiting == null ? null : waiting.poll();
        if (frame != null) {
            busy = true;
            handled(frame).onComplete(r -> done(frame, r.cause()));
        } else if (!busy) {
            idle();
        }
    }

    private void idle() {
        waiting = null;
        if (finishing) {
            socket.close(CloseCode.SHUTDOWN);
        }
    }

    private Future<Void> handled(VisitorFrame frame) {
        try {
            return frame.to(new Requests(this));
        } catch (RefusedException e) {
            return Future.failedFuture(e);
        }
    }

    private void done(VisitorFrame frame, @Nullable Throwable error) {
        busy = false;
        if (error == null) {
            strikes = 0;
        } else {
            ErrorAnswer answer = answer(error);
            socket.refuse(frame.id(), answer);
            if (answer.code().equals("unavailable")) {
                refuseMessagesBehind(answer);
            } else if (answer.code().equals("rate-limited") && ++strikes >= MAX_STRIKES) {
                socket.close(CloseCode.TOO_MANY);
            }
        }
        if (paused && (waiting == null || waiting.size() < MAX_IN_WORK / 2)) {
            paused = false;
            socket.resume();
        }
        next();
    }

    /** A message stored after one that was not would be out of order when that one comes again. */
    private void refuseMessagesBehind(ErrorAnswer answer) {
        if (waiting != null) {
            waiting.removeIf(frame -> {
                boolean message = frame instanceof MessageSend;
                if (message) {
                    socket.refuse(frame.id(), answer);
                }
                return message;
            });
        }
    }

    private ErrorAnswer answer(Throwable error) {
        if (error instanceof RefusedException refused) {
            return refused.answer();
        }
        if (error instanceof UnavailableException unavailable) {
            return ErrorAnswer.later("unavailable", unavailable.retryAfter());
        }
        LOG.atWarn()
                .addKeyValue("inbox", desk.inbox())
                .addKeyValue("error", error)
                .log("visitor request failed");
        return ErrorAnswer.later("unavailable", RETRY);
    }

    /** Whether the visitor's "I write" is worth passing on now. */
    boolean mayType() {
        boolean may = socket.now() - typedAt >= socket.turns(Requests.TYPING_EVERY);
        typedAt = may ? socket.now() : typedAt;
        return may;
    }

    /** The newest message read; told at most once in a while, and only if the session has a row. */
    void read(UUID upTo) {
        read = upTo;
        tellRead();
    }

    void turned(int now) {
        if (read != null) {
            tellRead();
        }
    }

    private void tellRead() {
        if (read != null && seat.session().isPresent() && socket.now() - readAt >= socket.turns(Requests.READ_EVERY)) {
            desk.context()
                    .inbound()
                    .accept(desk.records().seen(identity(), seat.vid(), read, desk.now()))
                    .onFailure(e -> LOG.atDebug().addKeyValue("error", e).log("read position not kept"));
            read = null;
            readAt = socket.now();
        }
    }

    void drained() {
        if (cursor != null) {
            cursor.catchUp();
        }
    }

    /** Takes nothing new; the socket is closed when what was taken is done. */
    void finish() {
        finishing = true;
        next();
    }

    /** The connection is gone. */
    void leave() {
        if (cursor != null) {
            cursor.cancel();
        }
        desk.lobby().leave(seat, socket);
    }
}
