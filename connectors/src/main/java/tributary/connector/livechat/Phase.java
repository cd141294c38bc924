package tributary.connector.livechat;

import java.util.ArrayList;
import java.util.List;
import tributary.connector.WebRoutes.Peer;
import tributary.connector.livechat.wire.VisitorFrame;

/** Where a visitor's connection is in its life; each phase holds what it needs and nothing of the ones before. */
sealed interface Phase {

    /** The phase ends because the connection does. */
    default void leave() {}

    /** Nothing heard yet but the handshake. */
    record Arriving(Peer peer, int since) implements Phase {
        Greeting greeted() {
            return new Greeting(new ArrayList<>(0));
        }
    }

    /** The hello is being answered. The socket is paused, so only the rest of its frame can wait here. */
    record Greeting(List<VisitorFrame> waiting) implements Phase {}

    /** Requests are answered and the stream is followed. */
    record Open(Visit visit) implements Phase {
        @Override
        public void leave() {
            visit.leave();
        }
    }

    /** A close was sent or came; nothing is read or written any more. */
    record Closing(int since) implements Phase {}
}
