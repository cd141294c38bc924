package tributary.connector.livechat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.connector.VisitorSessions;
import tributary.connector.VisitorSessions.Session;
import tributary.connector.livechat.wire.CloseCode;

/**
 * One visitor session as this node knows it, shared by its connections, which may be on several event loops. It has no row
 * until its visitor first says something.
 */
final class Seat {
    static final int MAX_CONNECTIONS = 5;

    private final String vid;
    private final byte[] tokenHash;
    private volatile @Nullable Session session;
    private volatile List<VisitorSocket> sockets = List.of();

    /**
     * @param tokenHash of the secret under which the row will be written
     * @param session the row, if there is one
     */
    Seat(String vid, Buffer tokenHash, @Nullable Session session) {
        this.vid = vid;
        this.tokenHash = tokenHash.getBytes();
        this.session = session;
    }

    String vid() {
        return vid;
    }

    Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /** Whether this is the secret of a session that has no row yet. */
    boolean isUnsavedWith(Buffer hash) {
        return session == null && MessageDigest.isEqual(tokenHash, hash.getBytes());
    }

    /** Writes the row if there is none; safe to call from several connections at once. */
    Future<Session> save(VisitorSessions sessions, String inbox) {
        Session present = session;
        return present != null
                ? Future.succeededFuture(present)
                : sessions.create(inbox, vid, Buffer.buffer(tokenHash)).map(this::saved);
    }

    /** The row changed hands or values. */
    void update(Session newer) {
        session = newer;
    }

    /** The pre-chat form was accepted. */
    synchronized void formDone() {
        Session row = session;
        if (row != null) {
            session = new Session(row.id(), row.identity(), row.subject(), true);
        }
    }

    /** Takes a connection in unless there are too many. */
    synchronized void admit(VisitorSocket socket) {
        if (sockets.size() < MAX_CONNECTIONS) {
            List<VisitorSocket> more = new ArrayList<>(sockets);
            more.add(socket);
            sockets = List.copyOf(more);
        }
    }

    synchronized void leave(VisitorSocket socket) {
        sockets = sockets.stream().filter(s -> s != socket).toList();
    }

    boolean holds(VisitorSocket socket) {
        return sockets.contains(socket);
    }

    boolean isEmpty() {
        return sockets.isEmpty();
    }

    /** Closes every connection but one, each on its own loop. */
    void closeOthers(VisitorSocket but, CloseCode code) {
        for (VisitorSocket socket : sockets) {
            if (socket != but) {
                socket.onLoop(() -> socket.close(code));
            }
        }
    }

    private Session saved(Session created) {
        boolean first;
        synchronized (this) {
            first = session == null;
            session = first ? created : session;
        }
        if (first) {
            sockets.forEach(socket -> socket.onLoop(socket::follow));
        }
        return created;
    }
}
