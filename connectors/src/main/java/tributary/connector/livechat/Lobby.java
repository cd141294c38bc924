package tributary.connector.livechat;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The visitor sessions that have a connection to this node. Thread-safe. */
final class Lobby {
    private final Map<String, Seat> seats = new ConcurrentHashMap<>();

    /**
     * A session without a row that another tab of the same browser holds open: it has no row to find it by, and without
     * this the second tab would begin a conversation of its own.
     */
    Optional<Seat> unsaved(String vid, Buffer tokenHash) {
        return Optional.ofNullable(seats.get(vid)).filter(seat -> seat.isUnsavedWith(tokenHash));
    }

    /** Seats a connection; empty if the session has too many. The seat may be one that was there before. */
    Optional<Seat> join(Seat offered, VisitorSocket socket) {
        Seat seat = seats.compute(offered.vid(), (vid, present) -> seated(present, offered, socket));
        return seat.holds(socket) ? Optional.of(seat) : Optional.empty();
    }

    void leave(Seat seat, VisitorSocket socket) {
        seats.computeIfPresent(seat.vid(), (vid, present) -> {
            present.leave(socket);
            return present.isEmpty() ? null : present;
        });
    }

    private static Seat seated(@Nullable Seat present, Seat offered, VisitorSocket socket) {
        Seat seat = present == null ? offered : present;
        offered.session().ifPresent(seat::update);
        seat.admit(socket);
        return seat;
    }
}
