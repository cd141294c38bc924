package tributary.connector.livechat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The clock of all sockets on one event loop: one timer turns it and looks at each socket, because a timer for each of
 * twenty thousand idle sockets would cost more than the sockets. Time is counted in turns; a frame is stamped with the
 * turn it came in. Used on its own loop only, but for {@link #close}.
 */
final class SocketWheel {
    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TURN = Duration.ofMillis(10);
    private static final Duration PRESENCE_EVERY = Duration.ofSeconds(10);
    private static final int CLOSED_AT_ONCE = 50;

    private final Vertx vertx;
    private final Desk desk;
    private final Context context;
    private final Duration turn;
    private final int presenceTurns;
    private final List<VisitorSocket> sockets = new ArrayList<>();
    private int now;
    private int agents;
    private int agentsShownAt;
    private long timer = -1;

    /** To be made on the loop it serves. */
    SocketWheel(Desk desk) {
        this.vertx = desk.context().vertx();
        this.desk = desk;
        this.context = vertx.getOrCreateContext();
        this.turn = turn(desk.config().heartbeat());
        this.presenceTurns = turns(PRESENCE_EVERY);
        this.agentsShownAt = -presenceTurns;
    }

    private static Duration turn(Duration heartbeat) {
        Duration part = heartbeat.dividedBy(25);
        Duration atMost = part.compareTo(LONGEST_TURN) > 0 ? LONGEST_TURN : part;
        return atMost.compareTo(SHORTEST_TURN) < 0 ? SHORTEST_TURN : atMost;
    }

    void start() {
        timer = vertx.setPeriodic(turn.toMillis(), id -> turn());
    }

    /** How many turns cover this time. */
    int turns(Duration time) {
        return (int) Math.max(1, (time.toMillis() + turn.toMillis() - 1) / turn.toMillis());
    }

    int now() {
        return now;
    }

    Context context() {
        return context;
    }

    void add(VisitorSocket socket) {
        socket.slot(sockets.size());
        sockets.add(socket);
    }

    /** Fills the gap with the last one, so that leaving costs the same among many. */
    void remove(VisitorSocket socket) {
        int slot = socket.slot();
        if (slot < sockets.size() && sockets.get(slot) == socket) {
            VisitorSocket last = sockets.remove(sockets.size() - 1);
            if (last != socket) {
                sockets.set(slot, last);
                last.slot(slot);
            }
        }
    }

    /** Tells every visitor to come back later and closes the sockets, spread over the given time. From any thread. */
    Future<Void> close(Duration spread) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            List<VisitorSocket> leaving = List.copyOf(sockets);
            int steps = Math.max(1, (leaving.size() + CLOSED_AT_ONCE - 1) / CLOSED_AT_ONCE);
            long pause = Math.max(1, Math.min(100, spread.toMillis() / steps));
            int each = (int) Math.max(CLOSED_AT_ONCE, leaving.size() * pause / Math.max(1, spread.toMillis()) + 1);
            closeFrom(leaving, 0, each, pause, done);
        });
        return done.future();
    }

    private void closeFrom(List<VisitorSocket> leaving, int from, int each, long pause, Promise<Void> done) {
        int to = Math.min(leaving.size(), from + each);
        leaving.subList(from, to).forEach(VisitorSocket::sayBye);
        if (to < leaving.size()) {
            vertx.setTimer(pause, id -> closeFrom(leaving, to, each, pause, done));
        } else {
            awaitEmpty(done, turns(desk.config().slowConsumer().wait_()));
        }
    }

    /** Sockets close when the work they accepted is done; one that does not is cut by its own turn. */
    private void awaitEmpty(Promise<Void> done, int turnsLeft) {
        if (sockets.isEmpty() || turnsLeft == 0) {
            vertx.cancelTimer(timer);
            done.complete();
        } else {
            vertx.setTimer(turn.toMillis(), id -> awaitEmpty(done, turnsLeft - 1));
        }
    }

    private void turn() {
        now++;
        int online = desk.context().conversations().agentsOnline(desk.inbox());
        boolean show = online != agents && now - agentsShownAt >= presenceTurns;
        if (show) {
            agents = online;
            agentsShownAt = now;
        }
        for (int i = sockets.size() - 1; i >= 0; i--) {
            if (i < sockets.size()) {
                sockets.get(i).turned(now);
                showPresence(show, i);
            }
        }
    }

    private void showPresence(boolean show, int i) {
        if (show && i < sockets.size()) {
            sockets.get(i).showPresence(agents);
        }
    }
}
