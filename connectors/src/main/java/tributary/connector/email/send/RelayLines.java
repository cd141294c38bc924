package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** The connections to one relay: never more than configured, the one used last first. A bounded number may wait. */
final class RelayLines {
    private static final int MOST_WAITING = 1_000;

    private final Vertx vertx;
    private final MailConfig config;
    private final int most;
    private final Set<RelayLine> lines = new HashSet<>();
    private final Deque<RelayLine> idle = new ArrayDeque<>();
    private final Queue<Promise<RelayLine>> waiting = new ArrayDeque<>();
    private boolean closed;

    RelayLines(Vertx vertx, MailConfig config, int most) {
        this.vertx = vertx;
        this.config = config;
        this.most = most;
    }

    /** A line for one mail; empty if too many wait already or everything is closed. */
    synchronized Optional<Future<RelayLine>> take() {
        if (closed || waiting.size() >= MOST_WAITING) {
            return Optional.empty();
        }
        RelayLine free = idle.isEmpty() && lines.size() < most ? made() : idle.poll();
        if (free != null) {
            return Optional.of(Future.succeededFuture(free));
        }
        Promise<RelayLine> turn = Promise.promise();
        waiting.add(turn);
        return Optional.of(turn.future());
    }

    /** @param usable false if its connection is of no use any more; another line takes its place */
    void giveBack(RelayLine line, boolean usable) {
        Promise<RelayLine> turn;
        RelayLine next;
        synchronized (this) {
            boolean kept = usable && !closed;
            if (!kept) {
                lines.remove(line);
                line.close();
            }
            turn = closed ? null : waiting.poll();
            if (turn == null) {
                if (kept) {
                    idle.push(line);
                }
                return;
            }
            next = kept ? line : made();
        }
        turn.complete(next);
    }

    /** Ends the idle connections and, when they are given back, the others. Who waits fails. */
    void close() {
        Queue<Promise<RelayLine>> dropped;
        synchronized (this) {
            closed = true;
            idle.forEach(RelayLine::close);
            lines.removeAll(idle);
            idle.clear();
            dropped = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        dropped.forEach(turn -> turn.fail("the inbox is closing"));
    }

    private RelayLine made() {
        RelayLine line = new RelayLine(vertx, new MailConfig(config));
        lines.add(line);
        return line;
    }
}
