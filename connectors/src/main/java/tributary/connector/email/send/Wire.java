package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * What can be seen of one mail at a time on the connection to the relay: how far its dialogue came, and whether the
 * connection was lost in the middle of its text.
 *
 * <p>The mail client tells neither. It fails with the same exception before and after the final dot, and it never
 * completes when the connection is closed while it waits to write more of a text. Text lines cannot be mistaken for
 * commands: after DATA only the dot counts, and a line of text that is a dot is written as two.
 */
final class Wire {
    private final Set<NetSocket> sockets = new HashSet<>();
    private Promise<Void> lost = Promise.promise();
    private Progress progress = Progress.HELLO;
    private boolean cut;

    /** A mail begins. Fails when the connection is lost in the middle of its text; never succeeds. */
    synchronized Future<Void> begin() {
        lost = Promise.promise();
        progress = Progress.HELLO;
        return lost.future();
    }

    synchronized Progress progress() {
        return progress;
    }

    /** @return false if nothing may be written any more */
    synchronized boolean wrote(String line) {
        progress = after(progress, line);
        return !cut;
    }

    synchronized boolean opened(NetSocket socket) {
        return !cut && sockets.add(socket);
    }

    synchronized void closed(NetSocket socket) {
        sockets.remove(socket);
        if (progress == Progress.TEXT) {
            lost.tryFail("the connection was closed");
        }
    }

    /** Closes what is open and lets nothing be written any more. What was written before still goes out. */
    void cut() {
        Set<NetSocket> open;
        synchronized (this) {
            cut = true;
            open = Set.copyOf(sockets);
        }
        open.forEach(NetSocket::close);
    }

    private static Progress after(Progress progress, String line) {
        return switch (progress) {
            case HELLO -> line.startsWith("MAIL FROM:") ? Progress.ENVELOPE : progress;
            case ENVELOPE -> line.equals("DATA\r\n") ? Progress.DATA : progress;
            case DATA -> line.equals("QUIT\r\n") ? progress : Progress.TEXT;
            case TEXT -> line.equals(".\r\n") ? Progress.DOT : progress;
            case DOT -> progress;
        };
    }
}
